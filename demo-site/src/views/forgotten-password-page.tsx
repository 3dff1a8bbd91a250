/** @jsxRuntime automatic @jsxImportSource hono/jsx */
import type { Page } from '../http/page.ts'
import { type AddressAsked, AddressForm } from './address-form.tsx'
import { Layout } from './layout.tsx'
import { Notice } from './notice.tsx'

export function ForgottenPasswordPage({ page, ...asked }: AddressAsked & { page: Page }) {
  const text = page.text.forgotten
  return (
    <Layout page={page} title={text.title} width="narrow">
      {asked.sent ? <Notice kind="info">{text.sent}</Notice> : <p class="lead">{text.lead}</p>}
      <AddressForm
        page={page}
        action="/forgotten-password"
        submit={asked.sent ? text.submitAgain : text.submit}
        back={text.back}
        {...asked}
        autofocus
      />
    </Layout>
  )
}
