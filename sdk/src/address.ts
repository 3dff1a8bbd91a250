import { isIP } from 'node:net'
import { TwoFactorError } from './errors.ts'

/**
 * What an address counts as for limits: an IPv4 address by itself, an IPv6 address by its /64, since one subscriber has
 * the whole of it. Throws `TwoFactorError` `argument_invalid` for text that is not an address: the host takes it from
 * its trusted proxy or socket, so anything else is a mistake there (ASVS 5.0 15.3.4).
 */
export function normalizeAddress(ip: string | undefined): string | null {
  if (ip === undefined) return null
  const bare = ip.replace(/%.*$/, '')
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(bare)?.[1]
  if (mapped !== undefined && isIP(mapped) === 4) return mapped
  if (isIP(bare) === 4) return bare
  if (isIP(bare) !== 6)
    throw new TwoFactorError('argument_invalid', 'ip must be an IPv4 or IPv6 address, without a port')
  // The URL parser writes an IPv6 address in its one canonical form (RFC 5952), any embedded IPv4 in hexadecimal.
  const canonical = new URL(`http://[${bare}]`).hostname.slice(1, -1)
  const [head = '', tail] = canonical.split('::')
  const left = head === '' ? [] : head.split(':')
  const right = tail === undefined || tail === '' ? [] : tail.split(':')
  const groups =
    tail === undefined ? left : [...left, ...Array(8 - left.length - right.length).fill('0'), ...right]
  if (groups.slice(0, 5).every((group) => group === '0') && groups[5] === 'ffff') {
    const [high, low] = groups.slice(6).map((group) => Number.parseInt(group, 16)) as [number, number]
    return [high >> 8, high & 255, low >> 8, low & 255].join('.')
  }
  return `${groups.slice(0, 4).join(':')}::/64`
}

/**
 * The client's address behind proxies. `X-Forwarded-For` is believed only when the connection comes from a proxy that is
 * named, and then from the end, which such proxies have written themselves, up to the first address that is none of them
 * (ASVS 5.0 15.3.4).
 *
 * @param input.peer the address at the other end of the socket
 * @param input.forwardedFor the header as it came, if it came
 * @param input.trustedProxies addresses of the site's own proxies
 */
export function findClientAddress(input: {
  peer: string
  forwardedFor?: string | undefined
  trustedProxies: readonly string[]
}): string {
  const { peer, forwardedFor = '', trustedProxies } = input
  const trusted = new Set(trustedProxies.map(spell))
  let client = peer
  const hops = forwardedFor.split(',').map((hop) => hop.trim())
  while (trusted.has(spell(client))) {
    const hop = hops.pop()
    if (hop === undefined || isIP(hop.replace(/%.*$/, '')) === 0) break
    client = hop
  }
  return client
}

/** One spelling for one address. */
function spell(ip: string): string {
  const bare = ip.replace(/%.*$/, '').replace(/^::ffff:(?=\d+\.)/i, '')
  return isIP(bare) === 6 ? new URL(`http://[${bare}]`).hostname : bare
}
