import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { localPath, withQuery } from '../../../../demo-site/src/http/local-path.ts'

describe('where a sign-in leads to', () => {
  it.each(['/', '/notes', '/notes/note-1?print=1', '/settings/two-factor?notice=on'])('keeps %s', (path) => {
    expect(localPath(path)).toBe(path)
  })

  it.each([
    'https://evil.example/',
    '//evil.example',
    '/\\evil.example',
    '\\\\evil.example',
    '/\t/evil.example',
    '/.//evil.example',
    '/..//evil.example',
    '/x/..//evil.example',
    'javascript:alert(1)',
    'notes',
    '',
    null,
    undefined,
    `/${'x'.repeat(600)}`,
  ])('never follows %j', (path) => {
    expect(localPath(path)).toBe('/')
  })

  it('never leaves the site, whatever it is given', () => {
    const pieces = fc.constantFrom(
      '/',
      '\\',
      '.',
      '..',
      '@',
      ':',
      '?',
      '#',
      '\t',
      '\n',
      '%2f',
      'evil.example',
      'a',
    )
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.array(pieces).map((parts) => `/${parts.join('')}`),
        ),
        (text) => {
          const path = localPath(text)
          expect(new URL(path, 'https://practice.example').origin).toBe('https://practice.example')
          expect(path).toMatch(/^\/(?![/\\])/)
        },
      ),
      { numRuns: 2000 },
    )
  })
})

describe('a path with a query', () => {
  it('leaves out what has no value and escapes what has one', () => {
    expect(withQuery('/sign-in', { next: null })).toBe('/sign-in')
    expect(withQuery('/sign-in', { notice: 'ended', next: '/a?b=c' })).toBe(
      '/sign-in?notice=ended&next=%2Fa%3Fb%3Dc',
    )
  })
})
