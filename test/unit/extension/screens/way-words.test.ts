import { beforeEach, expect, it } from 'vitest'
import type { UnlockWay } from '../../../../extension/src/core/vault/unlock-ways.ts'
import {
  canRemoveWay,
  dateWay,
  describeUnconfirmed,
  nameWay,
} from '../../../../extension/src/screens/way-words.ts'
import { speak } from '../ui/speak.ts'

const kit: UnlockWay = {
  id: 'k',
  kind: 'recovery_kit',
  label: '',
  addedAt: Date.UTC(2026, 10, 22, 12),
  isBroken: false,
  isUnconfirmed: false,
}
const unconfirmed = { ...kit, id: 'u', isUnconfirmed: true }
const passkey: UnlockWay = { ...kit, id: 'p', kind: 'passkey', label: 'Desk' }

beforeEach(() => speak('en'))

it('names a way by its kind, and by what tells it from another of that kind', () => {
  expect([kit, unconfirmed, passkey, { ...passkey, kind: null, label: '' }].map(nameWay)).toEqual([
    'Recovery kit',
    'Recovery kit, not confirmed',
    'Passkey, Desk',
    'A way to unlock',
  ])
  speak('sv')
  expect(nameWay(unconfirmed)).toBe('Återställningsark, inte bekräftat')
})

it('says since when a way opens the vault, or that it does not', () => {
  expect(dateWay(kit, 'en-GB')).toBe('Since 22 November 2026')
  expect(dateWay({ ...kit, addedAt: null }, 'en-GB')).toBe('Since before this was kept track of')
  expect(dateWay({ ...kit, isBroken: true }, 'en-GB')).toMatch(/^Damaged: it opens nothing/)
})

it('tells of a kit that nobody has confirmed, and of those beside it', () => {
  expect(describeUnconfirmed([passkey, kit])).toBeNull()
  expect(describeUnconfirmed([passkey, unconfirmed])).toMatch(
    /^You have not confirmed that you have the recovery kit/,
  )
  expect(describeUnconfirmed([kit, unconfirmed])).toMatch(/^Not every recovery kit here is confirmed/)
})

it('lets no way go where none would be left that somebody is known to have', () => {
  const password: UnlockWay = { ...kit, id: 'w', kind: 'password' }
  const broken = { ...passkey, id: 'b', isBroken: true }
  expect(canRemoveWay(password, [password, unconfirmed, broken])).toBe(false)
  expect(canRemoveWay(unconfirmed, [password, unconfirmed])).toBe(true)
  expect(canRemoveWay(kit, [kit, unconfirmed])).toBe(false)
  expect(canRemoveWay(broken, [password, broken])).toBe(true)
  expect(canRemoveWay(password, [password, kit])).toBe(true)
})
