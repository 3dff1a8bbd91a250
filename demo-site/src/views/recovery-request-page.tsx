/** @jsxRuntime automatic @jsxImportSource hono/jsx */
import type { Page } from '../http/page.ts'
import { Field, fieldsOf } from './field.tsx'
import { Layout } from './layout.tsx'
import { PostForm } from './post-form.tsx'

/** What the person writes down for the reviewer, under the names by which Countersign keeps it. */
export interface Details extends Record<string, string> {
  cardDigits: string
  cardName: string
  studentNumber: string
}

/** The longest text that each of them may have. */
export const detailLengths = { cardDigits: 4, cardName: 100, studentNumber: 40 } as const

interface RecoveryRequestPageProps {
  page: Page
  token: string
  address: string
  until: string
  /** Who will read it. */
  decider: 'clinic' | 'support'
  details: Details
  errors: Partial<Details>
}

export function RecoveryRequestPage(props: RecoveryRequestPageProps) {
  const { page, token, address, until, decider, details, errors } = props
  const text = page.text.recoveryRequest
  const field = fieldsOf(details, errors)
  return (
    <Layout page={page} title={text.title} width="narrow">
      <p>{text.lead(address)}</p>
      <p class="soft">{decider === 'support' ? page.text.support.who : text.who}</p>
      <PostForm page={page} action="/recovery/request" class="stack" novalidate>
        <input type="hidden" name="token" value={token} />
        <Field
          {...field('cardDigits')}
          label={text.cardDigits}
          hint={text.cardDigitsHint}
          autocomplete="off"
          inputmode="numeric"
          maxlength={detailLengths.cardDigits}
        />
        <Field
          {...field('cardName')}
          label={text.cardName}
          autocomplete="cc-name"
          maxlength={detailLengths.cardName}
        />
        <Field
          {...field('studentNumber')}
          label={text.studentNumber}
          hint={text.studentNumberHint}
          autocomplete="off"
          maxlength={detailLengths.studentNumber}
        />
        <p class="soft">{text.until(until)}</p>
        <button type="submit" class="primary">
          {text.submit}
        </button>
      </PostForm>
    </Layout>
  )
}
