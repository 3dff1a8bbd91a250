/** @jsxRuntime automatic @jsxImportSource hono/jsx */
import type { Page } from '../http/page.ts'
import { Field } from './field.tsx'
import { Notice } from './notice.tsx'
import { PostForm } from './post-form.tsx'

/** What came of the form so far. */
export interface AddressAsked {
  address?: string
  /** True when a link is on its way, if there is anybody to send it to. */
  sent?: boolean
  error?: string
  /** Why no link is sent just now. */
  refused?: string
}

interface AddressFormProps extends AddressAsked {
  page: Page
  action: string
  submit: string
  back: string
  /** False where something stands above that is to be read first. */
  autofocus?: boolean
}

/** Asks for the address that a link is sent to. */
export function AddressForm(props: AddressFormProps) {
  const { page, action, submit, back, address = '', sent, error, refused, autofocus = false } = props
  return (
    <>
      {refused && (
        <Notice kind="danger" focus>
          {refused}
        </Notice>
      )}
      <PostForm page={page} action={action} class="stack" novalidate>
        <Field
          name="address"
          type="email"
          label={page.text.signIn.address}
          value={address}
          error={error ?? null}
          autocomplete="username"
          inputmode="email"
          maxlength={254}
          autofocus={autofocus && !sent && !refused}
        />
        <button type="submit" class={sent ? undefined : 'primary'}>
          {submit}
        </button>
      </PostForm>
      <div class="actions">
        <a href="/sign-in">{back}</a>
      </div>
    </>
  )
}
