import { Hono } from 'hono'
import { describe, expect, it } from 'vitest'
import { clientAddress, networkOf } from '../../../../demo-site/src/auth/client-address.ts'

async function addressSeen(peer: string, forwarded: string | null, trusted: string[]): Promise<string> {
  const app = new Hono().get('/', (c) => c.text(clientAddress(c, trusted)))
  const headers: Record<string, string> = forwarded === null ? {} : { 'x-forwarded-for': forwarded }
  const incoming = { socket: { remoteAddress: peer } }
  return (await app.request('/', { headers }, { incoming })).text()
}

describe('the address of a client', () => {
  it('is that of the connection, whatever X-Forwarded-For says', async () => {
    expect(await addressSeen('203.0.113.9', '198.51.100.1', [])).toBe('203.0.113.9')
  })

  it('is what a trusted proxy wrote last', async () => {
    expect(await addressSeen('::ffff:10.0.0.1', '1.2.3.4, 198.51.100.1', ['10.0.0.1'])).toBe('198.51.100.1')
    expect(await addressSeen('10.0.0.1', null, ['10.0.0.1'])).toBe('10.0.0.1')
  })
})

describe('the network of an address', () => {
  it('is an IPv4 address by itself and the /64 of an IPv6 one', () => {
    expect(networkOf('203.0.113.9')).toBe('203.0.113.9')
    expect(networkOf('2001:db8:1:2:3:4:5:6')).toBe('2001:db8:1:2')
    expect(networkOf('2001:DB8:1:2::9')).toBe('2001:db8:1:2')
    expect(networkOf('2001:0db8:0001:0002::9')).toBe('2001:db8:1:2')
    expect(networkOf('::1')).toBe('0:0:0:0')
  })
})
