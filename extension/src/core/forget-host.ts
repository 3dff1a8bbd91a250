import type { SiteBinding } from './sites.ts'

/** The binding without one of its hosts: the next one takes the first place; null when none is left. */
export function forgetHost(site: SiteBinding, host: string): SiteBinding | null {
  const [first, ...otherHosts] = [site.host, ...site.otherHosts].filter((each) => each !== host)
  if (first === undefined) return null
  const { domain } = site
  const keeps = domain !== null && (first === domain || first.endsWith(`.${domain}`))
  return { host: first, domain: keeps ? domain : null, otherHosts }
}
