import { getDomain } from 'tldts'

/**
 * The part of a host name that somebody registered, or null where there is none (`localhost`, addresses).
 * Names below which strangers get theirs, such as those of hosting companies, count as suffixes.
 */
export function findRegistrableDomain(host: string): string | null {
  if (host === 'localhost' || host.endsWith('.localhost')) return null
  return getDomain(host, { allowPrivateDomains: true })
}
