/** @jsxRuntime automatic @jsxImportSource hono/jsx */
import type { Page } from '../http/page.ts'
import { Field } from './field.tsx'
import { Layout } from './layout.tsx'

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
  details: Details
  errors: Partial<Details>
}

export function RecoveryRequestPage(props: RecoveryRequestPageProps) {
  const { page, token, address, until, details, errors } = props
  const text = page.text.recoveryRequest
  return (
    <Layout page={page} title={text.title} width="narrow">
      <p>{text.lead(address)}</p>
      <p class="soft">{text.who}</p>
      <form method="post" action="/recovery/request" class="stack" novalidate>
        <input type="hidden" name="token" value={token} />
        <Field
          name="cardDigits"
          label={text.cardDigits}
          hint={text.cardDigitsHint}
          value={details.cardDigits}
          error={errors.cardDigits ?? null}
          autocomplete="off"
          inputmode="numeric"
          maxlength={detailLengths.cardDigits}
        />
        <Field
          name="cardName"
          label={text.cardName}
          value={details.cardName}
          error={errors.cardName ?? null}
          autocomplete="cc-name"
          maxlength={detailLengths.cardName}
        />
        <Field
          name="studentNumber"
          label={text.studentNumber}
          hint={text.studentNumberHint}
          value={details.studentNumber}
          error={errors.studentNumber ?? null}
          autocomplete="off"
          maxlength={detailLengths.studentNumber}
        />
        <p class="soft">{text.until(until)}</p>
        <button type="submit" class="primary">
          {text.submit}
        </button>
      </form>
    </Layout>
  )
}
