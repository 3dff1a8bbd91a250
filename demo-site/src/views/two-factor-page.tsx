/** @jsxRuntime automatic @jsxImportSource hono/jsx */
import type { Factor } from 'countersign'
import type { Page } from '../http/page.ts'
import { Card } from './card.tsx'
import { Layout } from './layout.tsx'
import { Notice } from './notice.tsx'
import { OtherSessions } from './other-sessions.tsx'

interface TwoFactorPageProps {
  page: Page
  factors: Factor[]
  recoveryCodesLeft: number
  /** Fresh recovery codes that have not been saved: until when, and whether this session may see them. */
  unsaved: { until: number; readable: boolean } | null
  /** Offered to be ended when two-factor authentication has just been turned on (ASVS 5.0 7.4.3). */
  otherSessions: number
  notice: { kind: 'ok' | 'info'; sentence: string } | null
}

export function TwoFactorPage(props: TwoFactorPageProps) {
  const { page, factors, recoveryCodesLeft, unsaved, otherSessions, notice } = props
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
              {unsaved?.readable && (
                <>
                  <p>{text.unsaved(page.format.until(unsaved.until, page.now))}</p>
                  <a class="button" href="/settings/two-factor/recovery-codes">
                    {text.showCodes}
                  </a>
                </>
              )}
              {unsaved && !unsaved.readable && <p>{text.unsavedNeedsFactor}</p>}
            </Card>
            {notice?.kind === 'ok' && otherSessions > 0 && (
              <OtherSessions page={page} count={otherSessions} />
            )}
          </>
        )}
      </div>
    </Layout>
  )
}
