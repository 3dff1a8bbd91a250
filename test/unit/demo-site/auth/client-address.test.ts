import { Hono } from 'hono'
import { describe, expect, it } from 'vitest'
import { clientAddress, networkOf } from '../../../../demo-site/src/auth/client-address.ts'
import { anna, createTestSite, password, turnOn } from '../test-site.ts'

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

  it('is what the outermost of several trusted proxies wrote, with ports or without', async () => {
    const trusted = ['10.0.0.1', '10.0.0.2']
    expect(await addressSeen('10.0.0.1', '1.2.3.4, 198.51.100.1:5123, 10.0.0.2:80', trusted)).toBe(
      '198.51.100.1',
    )
  })
})

describe('an address that a proxy wrote', () => {
  it.each([
    ['203.0.113.7:51234', '203.0.113.7'],
    ['[2001:db8::1]:443', '2001:db8::1'],
    ['[2001:DB8:0::1]', '2001:db8::1'],
    ['fe80::1%eth0', 'fe80::1'],
    ['::ffff:203.0.113.7', '203.0.113.7'],
    ['1.2.3.4, unknown', '10.0.0.1'],
    ['_hidden', '10.0.0.1'],
    ['203.0.113.700', '10.0.0.1'],
    ['[::1', '10.0.0.1'],
    ['1.2.3.4,', '10.0.0.1'],
    ["'; DROP TABLE users", '10.0.0.1'],
  ])('as %j is read as %s', async (forwarded, address) => {
    expect(await addressSeen('10.0.0.1', forwarded, ['10.0.0.1'])).toBe(address)
  })

  it('never breaks a sign-in', async () => {
    const site = await createTestSite({ trustedProxies: ['127.0.0.1'] })
    await turnOn(site, site.visitor())
    for (const forwarded of ['203.0.113.7:51234', '[2001:db8::1]:443', 'unknown', 'x'.repeat(2000)]) {
      const headers = { 'x-forwarded-for': forwarded }
      const answer = await site.visitor().post('/sign-in', { address: anna, password }, headers)
      expect(answer.headers.get('location'), forwarded).toBe('/sign-in/code?next=%2F')
    }
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
