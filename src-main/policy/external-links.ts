/**
 * Whether a page may be opened in the user's browser: https, the default port, no user or password, and a
 * host that stands letter by letter on the list (so look-alikes in other scripts never match, because URL
 * parsing turns them into `xn--` names).
 * @returns the normalised address, or null
 */
export function allowedExternalLink(address: string, hosts: readonly string[]): string | null {
  if (address.length > 2000 || !URL.canParse(address)) return null;
  const url = new URL(address);
  if (url.protocol !== 'https:' || url.port || url.username || url.password) return null;
  return hosts.includes(url.hostname) ? url.href : null;
}
