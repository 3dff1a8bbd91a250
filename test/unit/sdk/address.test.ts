import { expect, test } from 'vitest'
import { findClientAddress, normalizeAddress } from '../../../sdk/src/address.ts'

test('an IPv4 address counts by itself, also when it comes mapped into IPv6', () => {
  for (const ip of ['203.0.113.7', '::ffff:203.0.113.7', '::FFFF:203.0.113.7', '::ffff:cb00:7107']) {
    expect(normalizeAddress(ip)).toBe('203.0.113.7')
  }
})

test('an IPv6 address counts by its /64, however it is written', () => {
  for (const ip of [
    '2001:db8:1:2:3:4:5:6',
    '2001:0DB8:0001:0002::1',
    '2001:db8:1:2::',
    '2001:db8:1:2::9%eth0',
  ]) {
    expect(normalizeAddress(ip)).toBe('2001:db8:1:2::/64')
  }
  expect(normalizeAddress('::1')).toBe('0:0:0:0::/64')
  expect(normalizeAddress('fe80::1')).toBe('fe80:0:0:0::/64')
  expect(normalizeAddress('2001:db8:1:3::1')).not.toBe(normalizeAddress('2001:db8:1:2::1'))
})

test('no address is no address, and text that is none fails loudly', () => {
  expect(normalizeAddress(undefined)).toBeNull()
  for (const text of [
    '',
    'unknown',
    '203.0.113.7:80',
    '203.0.113',
    '1.2.3.4, 5.6.7.8',
    '[::1]',
    '::ffff:999.1.1.1',
  ]) {
    expect(() => normalizeAddress(text), text).toThrow(expect.objectContaining({ code: 'argument_invalid' }))
  }
})

test('a forwarded address is believed from proxies that are named, up to the first that is not', () => {
  const trustedProxies = ['10.0.0.1', '10.0.0.2', '2001:db8::1']
  const find = (peer: string, forwardedFor?: string) =>
    findClientAddress({ peer, forwardedFor, trustedProxies })
  expect(find('203.0.113.7', '198.51.100.1')).toBe('203.0.113.7')
  expect(find('10.0.0.1')).toBe('10.0.0.1')
  expect(find('10.0.0.1', '198.51.100.1')).toBe('198.51.100.1')
  expect(find('::ffff:10.0.0.1', '192.0.2.9, 198.51.100.1, 10.0.0.2')).toBe('198.51.100.1')
  expect(find('2001:0db8:0:0::1', 'evil, 198.51.100.1')).toBe('198.51.100.1')
  // Nonsense from a proxy leaves its own address.
  expect(find('10.0.0.1', 'evil')).toBe('10.0.0.1')
  expect(find('10.0.0.1', '')).toBe('10.0.0.1')
})
