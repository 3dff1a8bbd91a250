/** The site that an account belongs to, learned from the tab when its QR code was read. */
export interface SiteBinding {
  /** The exact host name, as `location.hostname` writes it. */
  host: string
  /** Its registrable domain then; null for host names that have none, such as `localhost`. */
  domain: string | null
  /** Other hosts that a person has confirmed. */
  otherHosts: readonly string[]
}

/** What an address allows: codes go to encrypted pages and to this very machine, nowhere else. */
export type PageAddress =
  | { status: 'web'; host: string; origin: string }
  | { status: 'insecure'; host: string }
  | { status: 'restricted' }

export type SiteMatch =
  | { status: 'same' }
  | { status: 'same_domain'; host: string; pageHost: string; domain: string }
  | { status: 'different'; host: string; pageHost: string }
  | { status: 'unbound'; pageHost: string }

/** Reads the address of a tab; pages of the browser itself and of extensions are `restricted`. */
export function readPageAddress(url: string | undefined): PageAddress {
  if (url === undefined || !URL.canParse(url)) return { status: 'restricted' }
  const { protocol, hostname: host, origin } = new URL(url)
  if (host === '' || (protocol !== 'https:' && protocol !== 'http:')) return { status: 'restricted' }
  if (protocol === 'http:' && !isThisMachine(host)) return { status: 'insecure', host }
  return { status: 'web', host, origin }
}

/** Whether two addresses of a tab are of one host, so that a picture taken in between shows a page of that host. */
export function isSameHost(before: string | undefined, after: string | undefined): boolean {
  const [left, right] = [readPageAddress(before), readPageAddress(after)]
  if (left.status === 'restricted' || right.status === 'restricted') return left.status === right.status
  return left.status === right.status && left.host === right.host
}

/** Decides whether a page is the one that an account belongs to. Never by title, never by part of a name. */
export function matchSite(site: SiteBinding | null, pageHost: string): SiteMatch {
  if (site === null) return { status: 'unbound', pageHost }
  const { host, domain, otherHosts } = site
  if (pageHost === host || otherHosts.includes(pageHost)) return { status: 'same' }
  if (domain !== null && (pageHost === domain || pageHost.endsWith(`.${domain}`))) {
    return { status: 'same_domain', host, pageHost, domain }
  }
  return { status: 'different', host, pageHost }
}

/** Adds a host that a person has confirmed; an account without a site is bound to it. */
export function confirmHost(site: SiteBinding | null, host: string, domain: string | null): SiteBinding {
  if (site === null) return { host, domain, otherHosts: [] }
  if (matchSite(site, host).status === 'same') return site
  return { ...site, otherHosts: [...site.otherHosts, host] }
}

/** Host names in parts, with the part marked that differs between them. */
export interface HostDifference {
  start: string
  differs: string
  end: string
}

/** Splits two host names where they begin and where they cease to differ, so that both can be shown marked. */
export function compareHosts(left: string, right: string): [HostDifference, HostDifference] {
  const shorter = Math.min(left.length, right.length)
  let start = 0
  while (start < shorter && left[start] === right[start]) start++
  let end = 0
  while (end < shorter - start && left[left.length - 1 - end] === right[right.length - 1 - end]) end++
  const split = (host: string): HostDifference => ({
    start: host.slice(0, start),
    differs: host.slice(start, host.length - end),
    end: host.slice(host.length - end),
  })
  return [split(left), split(right)]
}

/** Hosts whose traffic never leaves the machine (W3C Secure Contexts 3.1). */
function isThisMachine(host: string): boolean {
  return (
    host === 'localhost' ||
    host.endsWith('.localhost') ||
    host === '[::1]' ||
    /^127(\.\d{1,3}){3}$/.test(host)
  )
}
