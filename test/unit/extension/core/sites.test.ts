import { describe, expect, it } from 'vitest'
import { findRegistrableDomain } from '../../../../extension/src/core/registrable-domain.ts'
import {
  compareHosts,
  confirmHost,
  isSameHost,
  matchSite,
  readPageAddress,
  type SiteBinding,
} from '../../../../extension/src/core/sites.ts'

const bind = (host: string): SiteBinding => ({ host, domain: findRegistrableDomain(host), otherHosts: [] })
const match = (bound: string, page: string) => matchSite(bind(bound), page).status

describe('the address of a page', () => {
  it.each([
    ['https://Harbour.example:8443/x?y#z', { status: 'web', host: 'harbour.example' }],
    ['http://localhost:3000/', { status: 'web', host: 'localhost' }],
    ['http://uk.localhost:3000/', { status: 'web', host: 'uk.localhost' }],
    ['http://127.0.0.1:3000/', { status: 'web', host: '127.0.0.1' }],
    ['http://[::1]:3000/', { status: 'web', host: '[::1]' }],
    ['http://harbour.example/', { status: 'insecure', host: 'harbour.example' }],
    ['http://localhost.evil.example/', { status: 'insecure', host: 'localhost.evil.example' }],
    ['http://notlocalhost/', { status: 'insecure', host: 'notlocalhost' }],
    ['http://127.0.0.1.evil.example/', { status: 'insecure', host: '127.0.0.1.evil.example' }],
    ['https://user:pass@evil.example/harbour.example', { status: 'web', host: 'evil.example' }],
    ['https://räksmörgås.example/', { status: 'web', host: 'xn--rksmrgs-5wao1o.example' }],
  ])('%s is understood', (url, expected) => {
    expect(readPageAddress(url)).toMatchObject(expected)
  })

  it('keeps scheme and port in its origin, which filling compares', () => {
    const origins = ['https://a.example:8443/x', 'http://localhost:3000/y'].map(readPageAddress)
    expect(origins).toMatchObject([{ origin: 'https://a.example:8443' }, { origin: 'http://localhost:3000' }])
  })

  it.each([
    'chrome://settings',
    'about:blank',
    'file:///etc/hosts',
    'data:text/html,x',
    'moz-extension://x/popup.html',
    'javascript:alert(1)',
    'blob:https://harbour.example/1',
    'view-source:https://harbour.example/',
    'https://',
    '',
    undefined,
  ])('%s is nowhere to fill', (url) => {
    expect(readPageAddress(url)).toEqual({ status: 'restricted' })
  })
})

describe('an account is filled', () => {
  it('on its own host', () => {
    expect(match('harbour.example', 'harbour.example')).toBe('same')
  })

  it.each([
    ['login.harbour.example', 'app.harbour.example'],
    ['www.harbour.co.uk', 'harbour.co.uk'],
    ['harbour.example', 'a.b.harbour.example'],
  ])('for %s on %s only after asking', (bound, page) => {
    expect(match(bound, page)).toBe('same_domain')
  })

  it.each([
    ['harbour.example', 'harbour.example.evil.example'],
    ['harbour.example', 'evilharbour.example'],
    ['harbour.example', 'harb0ur.example'],
    ['harbour.example', 'harbour.test'],
    ['harbour.example', 'xn--hrbour-9ta.example'],
    ['one.co.uk', 'two.co.uk'],
    ['one.github.io', 'two.github.io'],
    ['uk.localhost', 'au.localhost'],
    ['uk.localhost', 'localhost'],
    ['localhost', 'uk.localhost'],
    ['127.0.0.1', '127.0.0.2'],
    ['10.0.0.1', '20.0.0.1'],
    ['harbour.example', 'harbour.example.'],
    ['harbour.example', ''],
  ])('for %s never on %s without a warning', (bound, page) => {
    expect(match(bound, page)).toBe('different')
  })

  it('nowhere without asking when it came from nowhere', () => {
    expect(matchSite(null, 'harbour.example')).toEqual({ status: 'unbound', pageHost: 'harbour.example' })
  })
})

describe('a confirmed host', () => {
  it('is remembered, and only that one', () => {
    const site = confirmHost(bind('uk.localhost'), 'au.localhost', null)
    expect(matchSite(site, 'au.localhost').status).toBe('same')
    expect(matchSite(site, 'uk.localhost').status).toBe('same')
    expect(matchSite(site, 'se.localhost').status).toBe('different')
  })

  it('becomes the site of an account that has none', () => {
    expect(confirmHost(null, 'www.harbour.example', 'harbour.example')).toEqual({
      host: 'www.harbour.example',
      domain: 'harbour.example',
      otherHosts: [],
    })
  })

  it('is not written twice', () => {
    const site = bind('harbour.example')
    expect(confirmHost(site, 'harbour.example', null)).toBe(site)
  })
})

describe('the difference between two hosts', () => {
  it.each([
    ['harbour.example', 'harb0ur.example', ['o', '0']],
    ['localhost', 'uk.localhost', ['', 'uk.']],
    ['a.example', 'a.example.evil', ['', '.evil']],
    ['aa', 'aaa', ['', 'a']],
    ['abc', 'xyz', ['abc', 'xyz']],
  ])('of %s and %s is marked', (left, right, differs) => {
    const parts = compareHosts(left, right)
    expect(parts.map((part) => part.differs)).toEqual(differs)
    expect(parts.map(({ start, differs, end }) => start + differs + end)).toEqual([left, right])
  })
})

describe('the page that a picture was taken of', () => {
  it.each([
    ['https://a.example/set-up', 'https://a.example/done', true],
    ['https://a.example/', 'https://b.example/', false],
    ['https://a.example/', 'https://www.a.example/', false],
    ['https://a.example/', 'http://a.example/', false],
    ['https://a.example/', undefined, false],
    [undefined, 'https://a.example/', false],
    ['about:blank', undefined, true],
  ])('at %s is that of %s: %s', (before, after, same) => {
    expect(isSameHost(before, after)).toBe(same)
  })
})
