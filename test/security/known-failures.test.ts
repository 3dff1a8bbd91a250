import { describe, expect, test } from 'vitest'
import { describeOnEveryStore } from '../unit/sdk/describe-stores.ts'
import { adminsAbroad, resetsOvertaken, waitingCutShort } from './known-failures-admins.ts'
import { codesTwice, recoveryCodesTwice } from './known-failures-codes.ts'
import { accountsLocked, guessesUncounted } from './known-failures-counting.ts'
import { devicesTrusted, factorsReplaced, flagsBelieved, passwordsReset } from './known-failures-flow.ts'
import { createGround, type PageCases, type StoreCases } from './known-failures-ground.ts'
import {
  accountsLockedOnPages,
  flagsOnPages,
  guessesOnPages,
  halfSignedInPages,
  passwordsResetOnPages,
  peopleOnPages,
  textsOnPages,
} from './known-failures-pages.ts'
import { halfSignedIn, peopleEnumerated, textsObeyed } from './known-failures-reach.ts'
import { smsMisused } from './known-failures-sms.ts'

interface KnownFailure {
  number: number
  what: string
  onEveryStore: StoreCases
  onPages?: PageCases
}

/** What has gone wrong in real products, each once an advisory or a public bug. */
const table: KnownFailure[] = [
  { number: 1, what: 'a code is not accepted twice', onEveryStore: codesTwice },
  { number: 2, what: 'a recovery code is not redeemed twice', onEveryStore: recoveryCodesTwice },
  { number: 3, what: 'a guess is not counted', onEveryStore: guessesUncounted, onPages: guessesOnPages },
  { number: 4, what: 'nobody is locked out', onEveryStore: accountsLocked, onPages: accountsLockedOnPages },
  {
    number: 5,
    what: 'a sign-in that has passed the password only gets nowhere',
    onEveryStore: halfSignedIn,
    onPages: halfSignedInPages,
  },
  {
    number: 6,
    what: 'what the client says is not believed',
    onEveryStore: flagsBelieved,
    onPages: flagsOnPages,
  },
  { number: 7, what: 'a computer is not trusted', onEveryStore: devicesTrusted },
  {
    number: 8,
    what: 'a password is not reset',
    onEveryStore: passwordsReset,
    onPages: passwordsResetOnPages,
  },
  { number: 9, what: 'a factor is not replaced', onEveryStore: factorsReplaced },
  { number: 10, what: 'an admin does not act', onEveryStore: adminsAbroad },
  {
    number: 11,
    what: 'who has the password is not the first to set up a factor',
    onEveryStore: resetsOvertaken,
  },
  {
    number: 12,
    what: 'what is to happen once, or late, does not happen twice, or early',
    onEveryStore: waitingCutShort,
  },
  { number: 13, what: 'an SMS is not misused', onEveryStore: smsMisused },
  { number: 14, what: 'foreign text is not obeyed', onEveryStore: textsObeyed, onPages: textsOnPages },
  { number: 15, what: 'people are not enumerated', onEveryStore: peopleEnumerated, onPages: peopleOnPages },
]

describeOnEveryStore('known failures', (store, _asHost, openAnother) => {
  const ground = createGround(store, openAnother)
  for (const { number, what, onEveryStore } of table)
    for (const [how, attack] of Object.entries(onEveryStore))
      test(`${number}: ${what}: ${how}`, () => attack(ground))
})

describe('known failures on the pages of the demo site', () => {
  for (const { number, what, onPages = {} } of table)
    for (const [how, attack] of Object.entries(onPages)) test(`${number}: ${what}: ${how}`, attack)
})

test('the table has every number once, and a case for each', () => {
  expect(table.map(({ number }) => number)).toEqual(Array.from({ length: 15 }, (_, index) => index + 1))
  for (const { number, onEveryStore, onPages = {} } of table)
    expect(Object.keys({ ...onEveryStore, ...onPages }), String(number)).not.toEqual([])
})
