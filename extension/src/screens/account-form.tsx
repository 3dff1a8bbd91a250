import { useEffect, useId, useState } from 'preact/hooks'
import { editLimits } from '../core/account-changes.ts'
import type { VaultAccount } from '../core/vault/contents.ts'
import { Form } from '../ui/form.tsx'
import { TextField } from '../ui/text-field.tsx'
import { say } from '../ui/words.ts'
import { type DraftFields, followAccount, listEdits, startDraft } from './account-draft.ts'
import { useAccountChanges } from './use-account-changes.ts'

/** Changes what an account is called and what is noted about it; its key stays as it is. */
export function AccountForm({ account }: { account: VaultAccount }) {
  const { rename } = useAccountChanges()
  const [draft, setDraft] = useState(() => startDraft(account))
  const [problem, setProblem] = useState<string | null>(null)
  const noteId = useId()
  const { issuer, account: name, note } = draft.typed
  const edits = listEdits(draft)
  const type = (typed: Partial<DraftFields>) =>
    setDraft((before) => ({ ...before, typed: { ...before.typed, ...typed } }))

  // Undone, or changed in another window.
  useEffect(() => {
    setDraft((before) => followAccount(before, account))
  }, [account.issuer, account.account, account.note])

  const submit = () => {
    const nameless = issuer.trim() === '' && name.trim() === ''
    setProblem(nameless ? say('nameMissing') : null)
    if (!nameless) void rename(account, edits)
  }

  return (
    <Form onSubmit={submit}>
      <TextField
        label={say('issuer')}
        value={issuer}
        limit={editLimits.issuer}
        onChange={(issuer) => type({ issuer })}
      />
      <TextField
        label={say('accountName')}
        value={name}
        limit={editLimits.account}
        onChange={(account) => type({ account })}
      />
      <div class="field">
        <label for={noteId}>
          <span>{say('note')}</span>
        </label>
        <textarea
          id={noteId}
          rows={2}
          value={note}
          maxLength={editLimits.note}
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
