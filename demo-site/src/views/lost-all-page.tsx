/** @jsxRuntime automatic @jsxImportSource hono/jsx */
import type { Page } from '../http/page.ts'
import { type AddressAsked, AddressForm } from './address-form.tsx'
import { Layout } from './layout.tsx'
import { Notice } from './notice.tsx'

export function LostAllPage({
  page,
  hasSupport,
  ...asked
}: AddressAsked & { page: Page; hasSupport: boolean }) {
  const text = page.text.lostAll
  return (
    <Layout page={page} title={text.title} width="narrow">
      {asked.sent ? <Notice kind="info">{text.sent}</Notice> : <p>{text.lead}</p>}
      <ol class="steps">
        <li>{text.stepLink}</li>
        <li>{text.stepDetails}</li>
        <li>{hasSupport ? page.text.support.stepReview : text.stepReview}</li>
        <li>{text.stepWait}</li>
        <li>{text.stepEnd}</li>
      </ol>
      <AddressForm
        page={page}
        action="/recovery"
        submit={asked.sent ? text.submitAgain : text.submit}
        back={text.back}
        {...asked}
      />
    </Layout>
  )
}
