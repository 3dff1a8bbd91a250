import { readdirSync, readFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { parseSync } from 'oxc-parser'
import { describe, expect, it } from 'vitest'
import { en } from '../../../../demo-site/src/text/en.ts'
import { sv } from '../../../../demo-site/src/text/sv.ts'

const source = 'demo-site/src'

function sourceFiles(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.tsx?$/.test(name))
    .map((name) => join(folder, name))
}

function keysOf(catalogue: object): string[] {
  return Object.entries(catalogue).flatMap(([group, entries]) =>
    Object.keys(entries as object).map((key) => `${group}.${key}`),
  )
}

/** Attributes whose value somebody reads or hears. */
const spoken = new Set(['alt', 'aria-label', 'title', 'placeholder', 'label', 'hint'])

/** The site's code, each file with what imports it, and what imports that: a view is handed the words of a group by those. */
function readCode(): { code: string; around: string }[] {
  const files = sourceFiles(source)
    .filter((file) => !file.includes('/text/'))
    .map((file) => ({ name: `/${basename(file)}'`, code: readFileSync(file, 'utf8') }))
  const importers = (name: string) => files.filter(({ code }) => code.includes(name))
  return files.map(({ name, code }) => {
    const near = importers(name)
    const far = near.flatMap((importer) => importers(importer.name))
    return { code, around: [code, ...[...near, ...far].map((file) => file.code)].join('\n') }
  })
}

/** What is picked by the role of a member. */
const byRole = new Set(['settings.owner', 'settings.admin', 'settings.practitioner'])

/** Sentences among what an expression comes to: literals and templates, whatever chooses between them. */
function sentencesIn(expression: unknown): string[] {
  const { type, value, quasis, consequent, alternate, left, right } = expression as Record<string, unknown>
  if (type === 'Literal' && typeof value === 'string') return /\p{L}/u.test(value) ? [value] : []
  if (type === 'TemplateLiteral') {
    const words = (quasis as { value: { raw: string } }[]).map((part) => part.value.raw).join('')
    return /\p{L}/u.test(words) ? [words] : []
  }
  if (type !== 'ConditionalExpression' && type !== 'LogicalExpression') return []
  return [consequent, alternate, left, right].flatMap((part) => (part ? sentencesIn(part) : []))
}

/** Text that stands in the markup itself instead of coming from the catalogue. */
function literalText(file: string): string[] {
  const found: string[] = []
  const visit = (node: unknown): void => {
    if (typeof node !== 'object' || node === null) return
    const { type, value, name } = node as { type?: string; value?: unknown; name?: { name?: string } }
    if (type === 'JSXText' && typeof value === 'string' && /\p{L}/u.test(value)) found.push(value.trim())
    if (type === 'JSXElement' || type === 'JSXFragment') {
      const { children } = node as { children: { type: string; expression?: unknown }[] }
      for (const child of children)
        if (child.type === 'JSXExpressionContainer') found.push(...sentencesIn(child.expression))
    }
    if (type === 'JSXAttribute' && spoken.has(name?.name ?? '')) {
      const literal = value as { type?: string; value?: unknown } | null
      if (literal?.type === 'Literal') found.push(String(literal.value))
    }
    for (const child of Object.values(node)) visit(child)
  }
  visit(parseSync(file, readFileSync(file, 'utf8')).program)
  return found
}

describe('the words of the site', () => {
  it('are there in both languages under the same keys', () => {
    expect(keysOf(sv)).toEqual(keysOf(en))
  })

  it('are never empty, and sentences of one language are not left in the other', () => {
    const same = new Set(['notes.by', 'setUp.appCountersign', 'setUp.appGoogle', 'setUp.appMicrosoft'])
    const read = (catalogue: object, key: string): string => {
      const [group = '', name = ''] = key.split('.')
      const entry = (catalogue as Record<string, Record<string, unknown>>)[group]?.[name]
      return typeof entry === 'function' ? String(entry('A', 'B')) : String(entry)
    }
    for (const key of keysOf(en)) {
      expect(read(en, key), key).toMatch(/\S/)
      if (!same.has(key)) expect(read(sv, key), key).not.toBe(read(en, key))
    }
  })

  it('say what is meant where one word has two meanings', () => {
    const { members, mailbox, mail, activity, record } = sv
    expect(members.until).toBe('Gäller till')
    expect(mailbox.lead).not.toMatch(/\bpost\b/)
    expect(mail.late('')).toMatch(/^Rätt kod/)
    for (const words of [mail.copied(''), activity.computerCopied, record.eventComputerCopied])
      expect(words).not.toMatch(/förtroende/)
    for (const words of [en.mail.copied(''), en.activity.computerCopied, en.record.eventComputerCopied])
      expect(words).not.toMatch(/copied trust|one’s trust/)
  })

  it('count in the singular and in the plural', () => {
    expect([en.code.attemptsLeft(1), en.code.attemptsLeft(2)]).toEqual([
      'You have 1 try left.',
      'You have 2 tries left.',
    ])
  })

  it('break at the right place on a narrow phone, where they are headings or buttons', () => {
    const { settings, scan, setUp, twoFactor, codes, newCodes } = sv
    for (const words of [
      settings.twoFactorTitle,
      scan.submit,
      setUp.title,
      twoFactor.setUp,
      settings.twoFactorOpen,
    ])
      expect(words).toMatch(/tvåfaktors\u00adautentisering/i)
    for (const words of [codes.title, twoFactor.showCodes, newCodes.submit])
      expect(words).toMatch(/återställnings\u00adkoder/i)
    expect(sv.mail.enabledSubject + sv.codes.turnedOn).not.toContain('\u00ad')
  })

  it('are all used, each where there is talk of its group', () => {
    const files = readCode()
    const unused = keysOf(en).filter((key) => {
      const [group = '', name = ''] = key.split('.')
      // `problem` is read by a computed name: problem, and problemTitle.
      const computed = `'${name.replace(/Title$/, '')}'`
      if (group === 'problem' && files.some(({ code }) => code.includes(computed))) return false
      const speaks = new RegExp(`\\b${group}\\b`)
      const takes = byRole.has(key) ? /\[role\]/ : new RegExp(`\\.${name}\\b|[{,]\\s*${name}\\s*[,}:]`)
      return !files.some(({ code, around }) => takes.test(code) && speaks.test(around))
    })
    expect(unused).toEqual([])
  })

  it('stand nowhere but in the catalogue', () => {
    const files = sourceFiles(source).filter((file) => file.endsWith('.tsx'))
    expect(files.length).toBeGreaterThan(15)
    expect(files.flatMap((file) => literalText(file).map((text) => `${file}: ${text}`))).toEqual([])
  })
})
