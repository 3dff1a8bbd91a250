import { expect, it } from 'vitest'
import {
  followAccount,
  type KeptDrafts,
  keepDraft,
  listEdits,
  listUnsaved,
  startDraft,
} from '../../../../extension/src/screens/account-draft.ts'
import { makeAccount } from '../core/make-account.ts'

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

it('keeps what is typed of an account for whoever chooses another one, until it is saved or taken back', () => {
  const drafts: KeptDrafts = new Map()
  const [harbour, quay] = [makeAccount({ id: 'h' }), makeAccount({ id: 'q' })]
  const list = (chosen?: typeof harbour) => listUnsaved(drafts, [harbour, quay], chosen).map(({ id }) => id)
  keepDraft(drafts, 'h', type({ note: 'in the safe' }))
  keepDraft(drafts, 'gone', type({ note: 'in the safe' }))
  expect([list(), list(quay), list(harbour)]).toEqual([['h'], ['h'], []])
  const draft = drafts.get('h')
  if (draft === undefined) throw new Error('It was forgotten.')
  const back = followAccount(draft, { ...shown, issuer: 'Quay' })
  expect(back.typed).toEqual({ issuer: 'Quay', account: 'anna', note: 'in the safe' })
  keepDraft(drafts, 'h', followAccount(back, { ...shown, issuer: 'Quay', note: 'in the safe' }))
  expect(list()).toEqual([])
})
