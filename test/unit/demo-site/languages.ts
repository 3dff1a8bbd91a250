import { readHidden } from './test-site.ts'
import type { Visitor } from './visitor.ts'

/** Presses the language in the footer of a page that is open in a tab, and follows to the page that it leads to. */
export async function switchLanguage(
  visitor: Visitor,
  page: string,
  locale = 'sv',
): Promise<{ path: string; status: number; page: string }> {
  const footer = page.slice(page.indexOf('<footer'))
  const next = readHidden(footer, 'next').replaceAll('&amp;', '&')
  const switched = await visitor.post('/language', { locale, next, typed: readHidden(footer, 'typed') })
  const path = switched.headers.get('location') ?? ''
  const shown = await visitor.get(path)
  return { path, status: shown.status, page: await shown.text() }
}
