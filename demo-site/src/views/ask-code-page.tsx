/** @jsxRuntime automatic @jsxImportSource hono/jsx */
import type { Page } from '../http/page.ts'
import { Field } from './field.tsx'
import { Layout } from './layout.tsx'
import { Notice } from './notice.tsx'

/** What tells one question for a code from another. */
export interface AskCodeWords {
  title: string
  lead(address: string): string
  submit: string
  leave: string
  /** Why there is no field while the authenticator app is suspended. */
  suspended: string
}

interface AskCodePageProps {
  page: Page
  words: AskCodeWords
  paths: { totp: string; recovery_code: string; leave: string }
  address: string
  method: 'totp' | 'recovery_code'
  /** Why no code can be entered now, or null. */
  blocked: string | null
  error: string | null
  attemptsLeft: number | null
  /** True when the authenticator app may not be used. */
  noApp: boolean
  noCodes: boolean
}

/** A code from the app or a recovery code, before something that changes the way in. */
export function AskCodePage(props: AskCodePageProps) {
  const { page, words, paths, address, method, blocked, error, attemptsLeft, noApp, noCodes } = props
  const { code, recovery, askCode } = page.text
  const byApp = method === 'totp'
  const field = byApp ? code : recovery
  return (
    <Layout page={page} title={words.title} width="narrow">
      <p class="lead">{words.lead(address)}</p>
      {!byApp && !blocked && <p>{recovery.lead}</p>}
      {byApp && noApp && !blocked && <Notice kind="warn">{askCode.noApp}</Notice>}
      {!byApp && noCodes && !blocked && <Notice kind="warn">{recovery.noneLeft}</Notice>}
      {blocked ? (
        <Notice kind="danger" focus>
          {blocked}
        </Notice>
      ) : (
        <form method="post" action={paths[method]} class="stack" novalidate>
          <Field
            name="code"
            label={field.label}
            hint={field.hint}
            error={error}
            autocomplete={byApp ? 'one-time-code' : 'off'}
            {...(byApp ? { inputmode: 'numeric' as const } : { format: 'recovery-code' as const })}
            maxlength={byApp ? 20 : 80}
            class={byApp ? 'code' : 'recovery-code'}
            autofocus
          />
          {attemptsLeft !== null && <p class="soft">{code.attemptsLeft(attemptsLeft)}</p>}
          <button type="submit" class="primary">
            {words.submit}
          </button>
        </form>
      )}
      <div class="actions">
        {!blocked && (
          <a href={byApp ? paths.recovery_code : paths.totp}>{byApp ? code.help : recovery.back}</a>
        )}
        <a href={paths.leave}>{words.leave}</a>
      </div>
      {!byApp && <p class="soft">{recovery.noCodes}</p>}
    </Layout>
  )
}
