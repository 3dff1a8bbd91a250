import { describe, expect, it } from 'vitest'
import { nameScanned } from '../../../../extension/src/core/name-scanned.ts'
import { makeAccount } from './make-account.ts'

const nobody = { issuer: '', account: '' }
const nameless = makeAccount(nobody)

describe('the name of a scanned account', () => {
  it('is missing where it has none, nobody typed one and it is of no site', () => {
    expect(nameScanned(nameless, nobody, null).name).toBe('')
    expect(nameScanned(nameless, { issuer: ' ', account: '' }, null).name).toBe('')
  })

  it('is what was typed, or else its site', () => {
    expect(nameScanned(nameless, { issuer: ' Quay ', account: 'mia' }, null)).toMatchObject({
      name: 'Quay',
      account: { issuer: 'Quay', account: 'mia' },
    })
    expect(nameScanned(nameless, nobody, 'a.example').name).toBe('a.example')
  })

  it('stays as it came', () => {
    const own = makeAccount({ issuer: '', account: 'mia' })
    const named = nameScanned(own, { issuer: 'Other', account: 'other' }, null)
    expect(named).toMatchObject({ name: 'mia', account: { issuer: '', account: 'mia' } })
  })
})
