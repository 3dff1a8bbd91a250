import { execFileSync } from 'node:child_process'
import { cpSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { createTwoFactor } from 'countersign'
import { memoryStore } from 'countersign/memory'
import { createSmsOutbox } from 'countersign/testing'
import { describe, expect, it } from 'vitest'
import { createPhoneNumbers, formatNumber, maskNumber } from '../../../sdk/src/phone-numbers.ts'
import { KEY } from './world.ts'

const { read } = createPhoneNumbers(['SE', 'GB', 'US'])

describe('a phone number', () => {
  it.each([
    ['+46 70-174 06 05', '+46701740605'],
    ['070-174 06 05', '+46701740605'],
    [' 0046 70 174 06 05 ', '+46701740605'],
    ['+46 (0)70 174 06 05', '+46701740605'],
    ['+46７０１７４０６０５', '+46701740605'],
    ['+44 7400 123456', '+447400123456'],
    ['+1 201 555 0123', '+12015550123'],
  ])('%s is read as %s', (text, expected) => {
    const one = read(text)
    expect(one.status === 'ok' ? formatNumber(one.number) : one).toBe(expected)
  })

  it.each([
    ['a landline', '+46 8 465 004 00', 'type'],
    ['VoIP', '+44 56 0000 0000', 'type'],
    ['a premium number', '+46 900 12 34 56', 'type'],
    ['a toll-free number', '+1 800 234 5678', 'type'],
    ['another country', '+49 1512 3456789', 'country'],
    ['another country behind the same country code', '+1 876 555 1234', 'country'],
    ['a satellite phone, of no country', '+882 16 123456', 'country'],
  ])('of %s is not allowed', (_what, text, because) => {
    expect(read(text)).toEqual({ status: 'number_not_allowed', because })
  })

  it.each([
    '',
    'Anna',
    '+46',
    '+46 70 12',
    '070-174 06 05 ext. 5',
    'call +46 70 174 06 05',
    '+46 70 174 06 05 +46 70 174 06 06',
    '1'.repeat(65),
    46701740605,
    null,
    undefined,
    ['+46701740605'],
    { toString: () => '+46701740605' },
  ])('is not %j', (text) => {
    expect(read(text)).toEqual({ status: 'number_invalid' })
  })

  it('is shown by its country code and its last two digits, and its length does not show', () => {
    expect(maskNumber('+46 701740667')).toBe('+46 •• ••• •• 67')
    expect(maskNumber('+1 2015550123')).toBe('+1 •• ••• •• 23')
  })
})

describe('the configuration', () => {
  const options = {
    issuer: 'Harbour Practice',
    store: memoryStore(),
    keys: [{ id: '2026-11', secret: KEY }],
    directory: { getUser: async () => null, listMembers: async () => [] },
  }

  it.each([undefined, [], ['se'], ['SWE'], ['__proto__'], [7], 'SE'])('refuses smsCountries %j', (given) => {
    const smsCountries = given as readonly string[]
    expect(() => createTwoFactor({ ...options, sendSms: createSmsOutbox(), smsCountries })).toThrow(
      expect.objectContaining({ code: 'configuration_invalid' }),
    )
  })

  it('refuses a sender that is none', () => {
    expect(() => createTwoFactor({ ...options, sendSms: {} as never, smsCountries: ['SE'] })).toThrow(
      expect.objectContaining({ code: 'configuration_invalid' }),
    )
  })

  it('without libphonenumber-js says which package is missing', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'countersign-phone-'))
    try {
      for (const name of ['phone-numbers.ts', 'errors.ts'])
        cpSync(join(import.meta.dirname, '../../../sdk/src', name), join(folder, name))
      const copy = pathToFileURL(join(folder, 'phone-numbers.ts')).href
      const alone: { createPhoneNumbers: typeof createPhoneNumbers } = await import(/* @vite-ignore */ copy)
      expect(() => alone.createPhoneNumbers(['SE'])).toThrow(
        expect.objectContaining({
          code: 'configuration_invalid',
          message: expect.stringContaining('npm i libphonenumber-js'),
        }),
      )
    } finally {
      rmSync(folder, { recursive: true })
    }
  })

  it('without a sender loads no tables of numbers', () => {
    const run = (sms: string) =>
      execFileSync(
        process.execPath,
        [
          '--input-type=module',
          '--eval',
          `import { createRequire } from 'node:module'
           import { createTwoFactor } from 'countersign'
           import { memoryStore } from 'countersign/memory'
           const directory = { getUser: async () => null, listMembers: async () => [] }
           const keys = [{ id: 'k', secret: '${KEY}' }]
           createTwoFactor({ issuer: 'x', store: memoryStore(), keys, directory, ${sms} })
           const loaded = Object.keys(createRequire(import.meta.url).cache)
           console.log(loaded.some((path) => path.includes('libphonenumber-js')))`,
        ],
        { cwd: import.meta.dirname, encoding: 'utf8' },
      ).trim()
    expect(run('')).toBe('false')
    expect(run("sendSms: async () => {}, smsCountries: ['SE']")).toBe('true')
  })
})
