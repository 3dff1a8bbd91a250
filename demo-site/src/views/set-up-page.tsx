/** @jsxRuntime automatic @jsxImportSource hono/jsx */
import type { Child } from 'hono/jsx'
import type { Page } from '../http/page.ts'
import { Layout } from './layout.tsx'
import { Notice } from './notice.tsx'
import { PostForm } from './post-form.tsx'

interface SetUpPageProps {
  page: Page
  notice: string | null
  /** Where the form goes. */
  action: string
  /** What is entered along with the form. */
  fields?: Child
  /** Why there is no way around it, or nothing. */
  about?: Child
  /** The way to a phone number instead, where there is one. */
  toPhone?: string | null
  /** The way out. */
  leave: Child
}

/** Step 1: an app to scan with comes before the code that is scanned. */
export function SetUpPage({ page, notice, action, fields, about, toPhone, leave }: SetUpPageProps) {
  const text = page.text.setUp
  const apps = [
    { name: text.appCountersign, about: text.appCountersignAbout },
    { name: text.appGoogle, about: text.appGoogleAbout },
    { name: text.appMicrosoft, about: text.appMicrosoftAbout },
  ]
  return (
    <Layout page={page} title={text.title}>
      <p class="lead">{text.step(1)}</p>
      {notice && <Notice kind="warn">{notice}</Notice>}
      {about}
      <h2>{text.appsHeading}</h2>
      <p>{text.appsLead}</p>
      <ul class="apps">
        {apps.map(({ name, about }) => (
          <li>
            <strong>{name}</strong>
            <span>{about}</span>
          </li>
        ))}
      </ul>
      <div class="actions">
        <PostForm page={page} action={action}>
          {fields}
          <button type="submit" class="primary">
            {text.showQr}
          </button>
        </PostForm>
        {leave}
      </div>
      {toPhone && (
        <p class="soft">
          {page.text.phone.risk} <a href={toPhone}>{page.text.security.setUpSms}</a>
        </p>
      )}
    </Layout>
  )
}
