/** @jsxRuntime automatic @jsxImportSource hono/jsx */
import type { Factor } from 'countersign'
import type { Page } from '../http/page.ts'
import { Card } from './card.tsx'
import { Layout } from './layout.tsx'
import { Notice } from './notice.tsx'

interface TwoFactorPageProps {
  page: Page
  factors: Factor[]
  recoveryCodesLeft: number
  /** Until when fresh recovery codes that have not been saved can be seen (ms), or null. */
  unsavedUntil: number | null
  notice: { kind: 'ok' | 'info' | 'warn'; sentence: string } | null
}

export function TwoFactorPage(props: TwoFactorPageProps) {
  const { page, factors, recoveryCodesLeft, unsavedUntil, notice } = props
  const text = page.text.twoFactor
  const since = factors.length > 0 ? Math.min(...factors.map(({ createdAt }) => createdAt)) : null
  return (
    <Layout page={page} title={text.title}>
      <p class="lead">{text.lead}</p>
      {notice && <Notice kind={notice.kind}>{notice.sentence}</Notice>}
      <div class="cards">
        {since === null ? (
          <Card title={text.off}>
            <p>{text.whatWillHappen}</p>
            <a class="button primary" href="/settings/two-factor/set-up">
              {text.setUp}
            </a>
          </Card>
        ) : (
          <>
            <Card title={text.on}>
              <p>{text.onSince(page.format.date(since))}</p>
            </Card>
            {factors.map((factor) => (
              <Card title={factor.label || text.authenticator}>
                <p>{text.authenticatorActive(page.format.date(factor.createdAt))}</p>
                {factor.lastUsedAt !== null && <p>{text.lastUsed(page.format.moment(factor.lastUsedAt))}</p>}
                {factor.state === 'suspended' && <Notice kind="warn">{text.suspended}</Notice>}
              </Card>
            ))}
            <Card title={text.recoveryCodes}>
              <p>{text.codesLeft(recoveryCodesLeft)}</p>
              {unsavedUntil !== null && (
                <>
                  <p>{text.unsaved(page.format.until(unsavedUntil, page.now))}</p>
                  <a class="button" href="/settings/two-factor/recovery-codes">
                    {text.showCodes}
                  </a>
                </>
              )}
              <p>{text.newCodesAbout}</p>
              <a class="button" href="/settings/two-factor/new-recovery-codes">
                {text.newCodes}
              </a>
            </Card>
          </>
        )}
      </div>
    </Layout>
  )
}
