/** @jsxRuntime automatic @jsxImportSource hono/jsx */
import type { Factor } from 'countersign'
import type { Child } from 'hono/jsx'
import type { Page } from '../http/page.ts'
import { Field } from './field.tsx'
import { Layout } from './layout.tsx'
import { Notice } from './notice.tsx'
import { exampleNumber, showNumber } from './phone-number.ts'
import { PostForm } from './post-form.tsx'

interface AddPhonePageProps {
  page: Page
  formId: string
  /** ISO 3166-1 alpha-2: whose numbers may be typed as at home. */
  country: string
  /** Where the form goes. */
  action: string
  /** What is sent along with the number. */
  fields?: Child
  /** Why a number is asked for, where the person did not come for it by themselves. */
  about?: Child
  /** The way out. */
  leave: Child
  /** The way to the stronger choice, or null where a policy leaves none. */
  useApp: string | null
  /** The number that the new one takes the place of, or null. */
  replaced: Factor | null
  number: string
  name: string
  /** What is wrong with the number, or null. */
  error: string | null
  /** What is wrong with the name, or null. */
  nameError: string | null
  /** Why no code was sent, or null. */
  refused: string | null
  notice: string | null
}

/** The number that a code is sent to. The stronger choice is offered beside it, and why it is stronger. */
export function AddPhonePage(props: AddPhonePageProps) {
  const { page, formId, country, action, fields, about, leave, useApp } = props
  const { replaced, number, name, error, nameError, refused, notice } = props
  const { phone, security } = page.text
  return (
    <Layout page={page} title={replaced ? phone.numberTitleReplace : phone.numberTitle}>
      {notice && <Notice kind="warn">{notice}</Notice>}
      {refused && (
        <Notice kind="danger" focus>
          {refused}
        </Notice>
      )}
      {about}
      {replaced && <p>{phone.replaceLead(showNumber(replaced.number))}</p>}
      <p>
        {phone.risk} {useApp && <a href={useApp}>{phone.useApp}</a>}
      </p>
      <PostForm page={page} action={action} class="stack" novalidate>
        {fields}
        <input type="hidden" name="form" value={formId} />
        <Field
          name="number"
          type="tel"
          label={phone.numberLabel}
          hint={phone.numberHint(exampleNumber(country))}
          error={error}
          value={number}
          autocomplete="tel"
          maxlength={64}
          autofocus={!refused && !nameError}
        />
        <Field
          name="name"
          label={security.nameLabel}
          hint={security.nameHint}
          error={nameError}
          value={name}
          autocomplete="off"
          maxlength={64}
        />
        <button type="submit" class="primary">
          {phone.numberSubmit}
        </button>
      </PostForm>
      <div class="actions">{leave}</div>
    </Layout>
  )
}
