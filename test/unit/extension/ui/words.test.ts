import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'

const extension = join(import.meta.dirname, '../../../../extension')
const languages = ['en', 'sv'] as const

function readMessages(language: string): Record<string, { message: string }> {
  return JSON.parse(readFileSync(join(extension, `public/_locales/${language}/messages.json`), 'utf8'))
}

const sources = globSync('src/**/*.{ts,tsx}', { cwd: extension }).map((path) => ({
  path,
  text: readFileSync(join(extension, path), 'utf8'),
}))
const manifest = readFileSync(join(extension, '../manifest.json'), 'utf8')
const english = readMessages('en')
/** Values that sentences are chosen by, in the same call. */
const notKeys = ['added', 'address', 'SHA']

describe('the sentences', () => {
  it('are the same ones in every language', () => {
    expect(Object.keys(readMessages('sv'))).toEqual(Object.keys(english))
  })

  it.each(languages)('are all there in %s, none empty', (language) => {
    const empty = Object.entries(readMessages(language)).filter(([, { message }]) => message.trim() === '')
    expect(empty).toEqual([])
  })

  it('have places for the same values in every language', () => {
    const places = (language: string) =>
      Object.entries(readMessages(language)).map(([key, { message }]) => [
        key,
        [...new Set(message.match(/\$\d/g))].toSorted(),
      ])
    expect(places('sv')).toEqual(places('en'))
  })

  it('are all used', () => {
    const all = sources.map(({ text }) => text).join('\n')
    const unused = Object.keys(english).filter(
      (key) => !all.includes(`'${key}'`) && !all.includes(`"${key}"`) && !manifest.includes(`__MSG_${key}__`),
    )
    expect(unused).toEqual([])
  })

  // The compiler knows the keys too, but its incremental builds overlook that a key went away.
  it('that are asked for exist', () => {
    const asked = sources.flatMap(({ text }) => [
      ...[...text.matchAll(/\bsay\(([^)]*)\)/g)].flatMap(([, inside = '']) => [
        ...inside.matchAll(/'(\w+)'/g),
      ]),
      ...text.matchAll(/<Sentence id="(\w+)"/g),
      ...[...text.matchAll(/MessageKey> = \{([^}]*)\}/g)].flatMap(([, inside = '']) => [
        ...inside.matchAll(/: '(\w+)'/g),
      ]),
    ])
    const keys = new Set(asked.map(([, key]) => key ?? ''))
    expect(keys.size).toBeGreaterThan(70)
    expect([...keys].filter((key) => !(key in english) && !notKeys.includes(key))).toEqual([])
  })

  it('that the manifest names exist', () => {
    const named = [...manifest.matchAll(/__MSG_(\w+)__/g)].map(([, key]) => key ?? '')
    expect(named).not.toEqual([])
    expect(named.filter((key) => !(key in english))).toEqual([])
  })

  it('are never written into a view', () => {
    const literal = />\s*[A-Za-zÅÄÖåäö][^<>{}=;]*</
    const attribute = /\s(?:aria-label|title|placeholder|alt)="[^"]*[A-Za-z]/
    const views = sources.filter(({ path }) => path.endsWith('.tsx'))
    expect(views.length).toBeGreaterThan(10)
    const written = views.flatMap(({ path, text }) =>
      readMarkup(text)
        .filter((line) => literal.test(line) || attribute.test(line))
        .map((line) => `${path}: ${line.trim()}`),
    )
    expect(written).toEqual([])
  })
})

/** Lines that hold nothing but markup, and so no generics or comparisons. */
function readMarkup(text: string): string[] {
  return text
    .split('\n')
    .filter((line) => /^\s*(<|[A-Za-z ]+$)/.test(line) && !/^\s*(export|return|else|break)/.test(line))
}
