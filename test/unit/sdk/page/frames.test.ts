import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type BrowserPage, openBrowserPage } from './browser-page.ts'

let browser: BrowserPage
const SITES: Record<string, string> = {}

beforeAll(async () => {
  browser = await openBrowserPage()
  // The header lets pages still relax their origin, as many installations do.
  await browser.page.route('http://*.harbour.example/**', (route) =>
    route.fulfill({
      contentType: 'text/html',
      headers: { 'origin-agent-cluster': '?0' },
      body: SITES[new URL(route.request().url()).hostname] ?? '',
    }),
  )
})
afterAll(async () => {
  await browser?.close()
})

const RELAX = '<script>document.domain = "harbour.example"</script>'
const FIELD = '<label>Code <input id="x" autocomplete="one-time-code"></label>'

describe('fillCode in frames', () => {
  it('never fills another origin, even where both pages set document.domain', async () => {
    SITES['clinic.harbour.example'] = `${RELAX}<iframe src="http://guest.harbour.example/"></iframe>`
    SITES['guest.harbour.example'] = `${RELAX}${FIELD}`
    expect(await browser.fillAt('http://clinic.harbour.example/')).toEqual({ status: 'no_field' })
    const reachable = await browser.page.evaluate(
      () => document.querySelector('iframe')?.contentDocument?.querySelector('input')?.value,
    )
    expect(reachable).toBe('')
  })

  it.each([
    ['the same origin', '<iframe src="/inner"></iframe>', FIELD],
    ['no address of its own', `<iframe srcdoc='${FIELD}'></iframe>`, ''],
    [
      'a document that the page writes',
      `<iframe id="f"></iframe><script>f.contentDocument.write('${FIELD}'); f.contentDocument.close()</script>`,
      '',
    ],
  ])('fills one with %s', async (_, outer, inner) => {
    await browser.page.route('http://clinic.harbour.example/inner', (route) =>
      route.fulfill({ contentType: 'text/html', body: inner }),
    )
    SITES['clinic.harbour.example'] = outer
    expect(await browser.fillAt('http://clinic.harbour.example/')).toEqual({ status: 'filled', fields: 1 })
    expect((await browser.values()).x).toBe('000152')
  })
})
