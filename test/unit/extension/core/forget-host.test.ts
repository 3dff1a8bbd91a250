import { describe, expect, it } from 'vitest'
import { forgetHost } from '../../../../extension/src/core/forget-host.ts'
import { matchSite, type SiteBinding } from '../../../../extension/src/core/sites.ts'

const site: SiteBinding = {
  host: 'app.harbour.example',
  domain: 'harbour.example',
  otherHosts: ['uk.harbour.example', 'harbour-login.example'],
}

describe('a site without one of its hosts', () => {
  it('is filled on the others, and on that one no more', () => {
    const left = forgetHost(site, 'harbour-login.example')
    expect(left).toEqual({ ...site, otherHosts: ['uk.harbour.example'] })
    expect(matchSite(left, 'harbour-login.example').status).toBe('different')
    expect(matchSite(left, 'app.harbour.example').status).toBe('same')
  })

  it('has the next host in the first place when the first one goes', () => {
    expect(forgetHost(site, 'app.harbour.example')).toEqual({
      host: 'uk.harbour.example',
      domain: 'harbour.example',
      otherHosts: ['harbour-login.example'],
    })
  })

  it('does not keep a domain that the host left is not of', () => {
    const two = { ...site, otherHosts: ['harbour-login.example'] }
    const left = forgetHost(two, 'app.harbour.example')
    expect(left).toEqual({ host: 'harbour-login.example', domain: null, otherHosts: [] })
    expect(matchSite(left, 'app.harbour.example').status).toBe('different')
  })

  it('is none when there is no host left', () => {
    expect(forgetHost({ ...site, otherHosts: [] }, 'app.harbour.example')).toBeNull()
  })
})
