import { isIPv4, isIPv6 } from 'node:net'
import { getConnInfo } from '@hono/node-server/conninfo'
import { findClientAddress } from 'countersign'
import type { Context } from 'hono'

/** In a test that calls the application without a socket there is no connection to ask. */
const unknownPeer = '127.0.0.1'

/**
 * The address that a request comes from, for limits and for the record. Whose `X-Forwarded-For` is believed, Countersign
 * decides; what some proxies write besides addresses is taken off first.
 */
export function clientAddress(c: Context, trustedProxies: readonly string[]): string {
  const hops = c.req.header('x-forwarded-for')?.split(',') ?? []
  return findClientAddress({
    peer: readAddress(peerAddress(c)) ?? unknownPeer,
    forwardedFor: hops.map((hop) => readAddress(hop) ?? hop).join(','),
    trustedProxies,
  })
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
  if (!c.env?.incoming) return unknownPeer
  return getConnInfo(c).remote.address ?? unknownPeer
}

/**
 * An IP address out of what a socket or a proxy wrote, or null: without a port (`192.0.2.1:443`, `[2001:db8::1]:443`), a
 * zone, or the `::ffff:` of an IPv4 address on a dual-stack socket; IPv6 in its one short spelling.
 */
export function readAddress(text: string): string | null {
  const trimmed = text.trim()
  const bare =
    /^\[([^\]]*)\](?::\d{1,5})?$/.exec(trimmed)?.[1] ?? /^([\d.]+):\d{1,5}$/.exec(trimmed)?.[1] ?? trimmed
  const address = bare.replace(/%.*$/, '').replace(/^::ffff:(?=\d+\.)/i, '')
  if (isIPv4(address)) return address
  return isIPv6(address) ? new URL(`http://[${address}]/`).hostname.slice(1, -1) : null
}
