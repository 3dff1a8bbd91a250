/** @jsxRuntime automatic @jsxImportSource hono/jsx */
import type { PendingApp } from 'countersign'
import type { Child } from 'hono/jsx'
import type { Page } from '../http/page.ts'
import { twoFactorSettings } from '../http/settings-path.ts'
import { Field } from './field.tsx'
import { Layout } from './layout.tsx'
import { Notice } from './notice.tsx'
import { PostForm } from './post-form.tsx'

interface ScanPageProps {
  page: Page
  enrollment: PendingApp
  error: string | null
  attemptsLeft: number | null
  notice: string | null
  /** Where the app is added to others: what is said instead of *Turn on*. */
  words?: { lead: string; hint: string; submit: string }
  /** Where the form goes. */
  action: string
  /** What is sent along with the code. */
  fields?: Child
  /** The way out. */
  leave: Child
}

/** Step 2: the secret, as a picture and as text, and the code that proves that it arrived. */
export function ScanPage(props: ScanPageProps) {
  const { page, enrollment, error, attemptsLeft, notice, action, fields, leave } = props
  const text = page.text.scan
  const words = props.words ?? { lead: page.text.setUp.step(2), hint: text.hint, submit: text.submit }
  return (
    <Layout page={page} title={text.title}>
      <p class="lead">{words.lead}</p>
      {notice && <Notice kind="warn">{notice}</Notice>}
      <p>{text.lead}</p>
      <div class="scan">
        <img class="qr" src={toPicture(enrollment.qr)} width="240" height="240" alt={text.qrAlt} />
        <div>
          <h2>{text.keyHeading}</h2>
          <code class="key" id="key">
            {inGroups(enrollment.secret).map((group) => (
              <span>{group}</span>
            ))}
          </code>
          <p class="soft">{text.keyHint}</p>
          <button type="button" hidden data-copy={enrollment.secret} data-done={text.copied}>
            {text.copyKey}
          </button>
        </div>
      </div>
      <p class="soft">{text.validUntil(page.format.until(enrollment.expiresAt, page.now))}</p>
      <h2>{text.confirmHeading}</h2>
      <PostForm page={page} action={action} class="stack" novalidate>
        {fields}
        <input type="hidden" name="enrollment" value={enrollment.enrollmentId} />
        <Field
          name="code"
          label={text.label}
          hint={words.hint}
          error={error}
          autocomplete="one-time-code"
          inputmode="numeric"
          maxlength={20}
          class="code"
        />
        {attemptsLeft !== null && <p class="soft">{page.text.code.attemptsLeft(attemptsLeft)}</p>}
        <button type="submit" class="primary">
          {words.submit}
        </button>
      </PostForm>
      <div class="actions">{leave}</div>
    </Layout>
  )
}

/**
 * The way out of a set-up in the settings, whatever is set up.
 *
 * @param enrollmentId of this very set-up, which the form names: by then another tab may have begun another one
 */
export function CancelSetUp({ page, enrollmentId }: { page: Page; enrollmentId: string }) {
  return (
    <PostForm page={page} action={`${twoFactorSettings}/set-up/cancel`}>
      <input type="hidden" name="enrollment" value={enrollmentId} />
      <button type="submit" class="plain">
        {page.text.scan.cancel}
      </button>
    </PostForm>
  )
}

/** As an image it has an alternative text, can be saved, and can run nothing. It gets the size that it is shown at. */
function toPicture(svg: string): string {
  const sized = svg.replace('<svg ', '<svg width="240" height="240" shape-rendering="crispEdges" ')
  return `data:image/svg+xml;base64,${Buffer.from(sized).toString('base64')}`
}

/** Fours, set apart by the style sheet: what is copied has no spaces. */
function inGroups(key: string): string[] {
  return key.match(/.{1,4}/g) ?? []
}
