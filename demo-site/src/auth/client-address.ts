import { getConnInfo } from '@hono/node-server/conninfo'
import type { Context } from 'hono'

/**
 * The address at the other end of the connection. `X-Forwarded-For` is believed only when that end is a proxy named in
 * the configuration, and then only its last entry, which the proxy itself wrote (ASVS 5.0 15.3.4).
 */
export function clientAddress(c: Context, trustedProxies: readonly string[]): string {
  const peer = plainAddress(peerAddress(c))
  if (!trustedProxies.includes(peer)) return peer
  const forwarded = c.req.header('x-forwarded-for')?.split(',').at(-1)?.trim()
  return forwarded ? plainAddress(forwarded) : peer
}

/** One IPv4 address, or the /64 that one IPv6 customer has. */
export function networkOf(address: string): string {
  if (!address.includes(':')) return address
  const [head = '', tail] = address.toLowerCase().split('::')
  const groups = head.split(':').filter(Boolean)
  const after = tail?.split(':').filter(Boolean) ?? []
  const full = [
    ...groups,
    ...Array<string>(Math.max(0, 8 - groups.length - after.length)).fill('0'),
    ...after,
  ]
  return full
    .slice(0, 4)
    .map((group) => group.replace(/^0+(?=.)/, ''))
    .join(':')
}

function peerAddress(c: Context): string {
  // In a test that calls the application without a socket there is no connection to ask.
  if (!c.env?.incoming) return '127.0.0.1'
  return getConnInfo(c).remote.address ?? '127.0.0.1'
}

/** IPv4 addresses arrive on a dual-stack socket as `::ffff:192.0.2.1`. */
function plainAddress(address: string): string {
  return address.replace(/^::ffff:(?=\d+\.)/i, '')
}
