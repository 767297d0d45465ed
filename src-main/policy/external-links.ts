/** Characters of an address; those of a provider hold what it signed. */
const LONGEST = 2000;
const LONGEST_OF_PROVIDER = 6000;

/**
 * Whether a page may be opened in the user's browser: https, the default port, no user or password, and a
 * host that stands letter by letter on the list (so look-alikes in other scripts never match, because URL
 * parsing turns them into `xn--` names).
 * @returns the normalised address, or null
 */
export function allowedExternalLink(
  address: string,
  hosts: readonly string[],
  longest = LONGEST,
): string | null {
  if (address.length > longest || !URL.canParse(address)) return null;
  const url = new URL(address);
  if (url.protocol !== 'https:' || url.port || url.username || url.password) return null;
  return hosts.includes(url.hostname) ? url.href : null;
}

/**
 * Whether a page of the identity provider may be opened in the user's browser: on the provider's own host, or on one
 * of the list, as {@link allowedExternalLink} says. A provider of 127.0.0.1, which only training has, opens what is
 * below its own address and nothing else.
 * @returns the normalised address, or null
 */
export function allowedProviderPage(
  address: string,
  issuer: string,
  hosts: readonly string[],
): string | null {
  const provider = new URL(issuer);
  if (provider.protocol === 'https:')
    return allowedExternalLink(address, [provider.hostname, ...hosts], LONGEST_OF_PROVIDER);
  if (provider.hostname !== '127.0.0.1' || address.length > LONGEST_OF_PROVIDER || !URL.canParse(address))
    return null;
  const url = new URL(address);
  const isBelow = url.origin === provider.origin && url.pathname.startsWith(`${provider.pathname}/`);
  return isBelow && !url.username && !url.password ? url.href : null;
}
