export interface ProxyConfiguration {
  readonly mode?: 'direct' | 'auto_detect' | 'pac_script' | 'fixed_servers' | 'system';
  readonly pacScript?: string;
  readonly proxyRules?: string;
  readonly proxyBypassRules?: string;
}

/**
 * Keeps a session's proxy and answers `resolveProxy` for fixed servers. Requests through a proxy are refused:
 * going directly instead would hide a mistake that only shows behind a real proxy.
 */
export function createProxySettings() {
  let configuration: ProxyConfiguration = { mode: 'direct' };

  const resolve = (url: string): string => {
    const { proxyRules = '', proxyBypassRules = '', pacScript, mode } = configuration;
    if (mode === 'direct' || mode === 'system') return 'DIRECT';
    if (pacScript !== undefined || mode === 'pac_script' || mode === 'auto_detect') {
      throw new Error('Electron stand-in: proxy scripts are not supported');
    }
    const { hostname, protocol } = new URL(url);
    const isBypassed = proxyBypassRules
      .split(/[,;\s]+/)
      .some((rule) => rule !== '' && matchesHost(rule, hostname));
    const server = isBypassed ? undefined : serverFor(proxyRules, protocol.slice(0, -1));
    return server ? `PROXY ${server}` : 'DIRECT';
  };

  return {
    set(next: ProxyConfiguration): void {
      configuration = next.mode || next.proxyRules || next.pacScript ? next : { mode: 'direct' };
    },
    resolve,
    refuseUnlessDirect(url: string): void {
      if (!/^https?:/.test(url) || resolve(url) === 'DIRECT') return;
      throw new Error('net::ERR_PROXY_CONNECTION_FAILED (the Electron stand-in does not use proxies)');
    },
  };
}

/** `http=proxy:80;https=proxy:443` or one server for all schemes. */
function serverFor(proxyRules: string, scheme: string): string | undefined {
  for (const rule of proxyRules.split(';')) {
    const [left = '', right] = rule.trim().split('=');
    if (right === undefined && left !== '') return left;
    if (left === scheme) return right;
  }
  return undefined;
}

function matchesHost(rule: string, hostname: string): boolean {
  if (rule === '<local>') return !hostname.includes('.');
  const suffix = rule.replace(/^\*/, '');
  return suffix === hostname || (suffix.startsWith('.') && hostname.endsWith(suffix));
}
