import { useEffect, useId, useLayoutEffect, useState } from 'preact/hooks'
import { findTooLong } from '../core/account-changes.ts'
import type { VaultAccount } from '../core/vault/contents.ts'
import { findLanguage } from '../platform/words.ts'
import { Form } from '../ui/form.tsx'
import { TextField } from '../ui/text-field.tsx'
import { say } from '../ui/words.ts'
import { type DraftFields, followAccount, keepDraft, listEdits, startDraft } from './account-draft.ts'
import { useScreen } from './screen-context.ts'
import { useAccountChanges } from './use-account-changes.ts'

const fieldNames = { issuer: 'issuer', account: 'accountName', note: 'note' } as const

/** Changes what an account is called and what is noted about it; its key stays as it is. */
export function AccountForm({ account }: { account: VaultAccount }) {
  const { rename } = useAccountChanges()
  const { drafts } = useScreen()
  const [draft, setDraft] = useState(() =>
    followAccount(drafts.get(account.id) ?? startDraft(account), account),
  )
  const [problem, setProblem] = useState<string | null>(null)
  const noteId = useId()
  const { issuer, account: name, note } = draft.typed
  const edits = listEdits(draft)
  const type = (typed: Partial<DraftFields>) =>
    setDraft((before) => ({ ...before, typed: { ...before.typed, ...typed } }))

  useLayoutEffect(() => keepDraft(drafts, account.id, draft), [draft])

  // Undone, or changed in another window.
  useEffect(() => {
    setDraft((before) => followAccount(before, account))
  }, [account.issuer, account.account, account.note])

  const submit = () => {
    const found = findProblem(draft.typed, edits)
    setProblem(found)
    if (found === null) void rename(account, edits)
  }

  return (
    <Form onSubmit={submit}>
      <TextField label={say('issuer')} value={issuer} onChange={(issuer) => type({ issuer })} />
      <TextField label={say('accountName')} value={name} onChange={(account) => type({ account })} />
      <div class="field">
        <label for={noteId}>
          <span>{say('note')}</span>
        </label>
        <textarea
          id={noteId}
          rows={2}
          value={note}
          autocomplete="off"
          spellcheck={false}
          onInput={(event) => type({ note: event.currentTarget.value })}
        />
      </div>
      <p role="alert" class="problem">
        {problem}
      </p>
      <div class="choices">
        <button type="submit" aria-disabled={Object.keys(edits).length === 0}>
          {say('save')}
        </button>
      </div>
    </Form>
  )
}

function findProblem({ issuer, account }: DraftFields, edits: Partial<DraftFields>): string | null {
  if (issuer.trim() === '' && account.trim() === '') return say('nameMissing')
  const tooLong = findTooLong(edits)
  if (tooLong === null) return null
  const number = new Intl.NumberFormat(findLanguage())
  return say(
    'textTooLong',
    say(fieldNames[tooLong.field]),
    number.format(tooLong.most),
    number.format(tooLong.length),
  )
}
