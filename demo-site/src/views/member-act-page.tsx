/** @jsxRuntime automatic @jsxImportSource hono/jsx */
import type { Page } from '../http/page.ts'
import { ClinicPage } from './clinic-page.tsx'
import { Field } from './field.tsx'
import { Notice } from './notice.tsx'
import { PostForm } from './post-form.tsx'

interface MemberActPageProps {
  page: Page
  words: { heading: string; what: string; button: string }
  /** Where the form goes, and where *Cancel* leads. */
  paths: { send: string; leave: string }
  formId: string
  /** What else to know first, or null. */
  note: string | null
  reason?: string
  error?: string
}

/** What will happen, why it is done, and the button. */
export function MemberActPage(props: MemberActPageProps) {
  const { page, words, paths, formId, note, reason, error } = props
  const text = page.text.member
  return (
    <ClinicPage page={page} title={words.heading}>
      <p>{words.what}</p>
      {note && <Notice kind="info">{note}</Notice>}
      <PostForm page={page} action={paths.send} class="stack" novalidate>
        <input type="hidden" name="form" value={formId} />
        <Field
          name="reason"
          label={text.reason}
          hint={text.reasonHint}
          value={reason ?? ''}
          error={error ?? null}
          autocomplete="off"
          maxlength={300}
        />
        <button type="submit" class="primary">
          {words.button}
        </button>
      </PostForm>
      <div class="actions">
        <a href={paths.leave}>{text.cancel}</a>
      </div>
    </ClinicPage>
  )
}
