/**
 * A path of this site out of what came with a request, or `/`. Whatever could lead elsewhere (`//host`, `/\host`, a
 * scheme, control characters that browsers drop) becomes `/`, so no redirect leaves the site (ASVS 5.0 3.7.2).
 */
export function localPath(text: string | undefined | null): string {
  if (!text?.startsWith('/') || text.length > 500) return '/'
  const base = 'http://site.invalid'
  const url = URL.parse(text, base)
  if (!url || url.origin !== base) return '/'
  // Parsing `/.//host` gives the path `//host`: look at the outcome too.
  return /^\/(?![/\\])/.test(url.pathname) ? `${url.pathname}${url.search}` : '/'
}

/** Adds query parameters to a path of the site, leaving out those without a value. */
export function withQuery(path: string, query: Readonly<Record<string, string | null>>): string {
  const present = Object.entries(query).filter((entry): entry is [string, string] => entry[1] !== null)
  return present.length === 0 ? path : `${path}?${new URLSearchParams(present)}`
}
