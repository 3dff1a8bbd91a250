import { expect, it } from 'vitest'
import { followAccount, listEdits, startDraft } from '../../../../extension/src/screens/account-draft.ts'

const shown = { issuer: 'Harbour Practice', account: 'anna', note: '' }
const type = (typed: Partial<typeof shown>) => {
  const draft = startDraft(shown)
  return { ...draft, typed: { ...draft.typed, ...typed } }
}

it('saves what was typed and nothing else', () => {
  expect(listEdits(startDraft(shown))).toEqual({})
  expect(listEdits(type({ note: 'in the safe' }))).toEqual({ note: 'in the safe' })
})

it('keeps a note that is being typed when another window renames the account', () => {
  const followed = followAccount(type({ note: 'in the' }), { ...shown, issuer: 'Quay' })
  expect(followed.typed).toEqual({ issuer: 'Quay', account: 'anna', note: 'in the' })
  expect(listEdits(followed)).toEqual({ note: 'in the' })
})

it('shows what was saved, tidied, and what was undone', () => {
  const saved = followAccount(type({ issuer: ' Quay ' }), { ...shown, issuer: 'Quay' })
  expect(saved.typed.issuer).toBe('Quay')
  expect(listEdits(saved)).toEqual({})
  expect(followAccount(saved, shown).typed).toEqual(shown)
})
