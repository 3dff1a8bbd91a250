import { useEffect, useId, useState } from 'preact/hooks'
import { editLimits } from '../core/account-changes.ts'
import type { VaultAccount } from '../core/vault/contents.ts'
import { TextField } from '../ui/text-field.tsx'
import { say } from '../ui/words.ts'
import { useAccountChanges } from './use-account-changes.ts'

/** Changes what an account is called and what is noted about it; its key stays as it is. */
export function AccountForm({ account }: { account: VaultAccount }) {
  const { rename } = useAccountChanges()
  const [issuer, setIssuer] = useState(account.issuer)
  const [name, setName] = useState(account.account)
  const [note, setNote] = useState(account.note)
  const [problem, setProblem] = useState<string | null>(null)
  const noteId = useId()
  const changed = issuer !== account.issuer || name !== account.account || note !== account.note

  // Undone, or changed in another window.
  useEffect(() => {
    setIssuer(account.issuer)
    setName(account.account)
    setNote(account.note)
  }, [account.issuer, account.account, account.note])

  const submit = (event: Event) => {
    event.preventDefault()
    const nameless = issuer.trim() === '' && name.trim() === ''
    setProblem(nameless ? say('nameMissing') : null)
    if (!nameless) void rename(account, { issuer, account: name, note })
  }

  return (
    <form onSubmit={submit}>
      <TextField label={say('issuer')} value={issuer} limit={editLimits.issuer} onChange={setIssuer} />
      <TextField label={say('accountName')} value={name} limit={editLimits.account} onChange={setName} />
      <div class="field">
        <label for={noteId}>
          <span>{say('note')}</span>
        </label>
        <textarea
          id={noteId}
          rows={2}
          value={note}
          maxLength={editLimits.note}
          spellcheck={false}
          onInput={(event) => setNote(event.currentTarget.value)}
        />
      </div>
      <p role="alert" class="problem">
        {problem}
      </p>
      <div class="choices">
        <button type="submit" aria-disabled={!changed}>
          {say('save')}
        </button>
      </div>
    </form>
  )
}
