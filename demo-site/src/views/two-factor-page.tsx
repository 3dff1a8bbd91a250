/** @jsxRuntime automatic @jsxImportSource hono/jsx */
import type { Factor } from 'countersign'
import type { Page } from '../http/page.ts'
import { twoFactorSettings } from '../http/settings-path.ts'
import { Card } from './card.tsx'
import { FactorCards } from './factor-cards.tsx'
import { Layout } from './layout.tsx'
import { Notice } from './notice.tsx'
import { OtherSessions } from './other-sessions.tsx'

interface TwoFactorPageProps {
  page: Page
  factors: Factor[]
  mayAddApp: boolean
  mayAddPhone: boolean
  recoveryCodesLeft: number
  /** Until when fresh recovery codes that have not been saved can be seen (ms), or null. */
  unsavedUntil: number | null
  trustedComputers: number
  otherSessions: number
  notice: { kind: 'ok' | 'info' | 'warn'; sentence: string; isChange?: boolean } | null
  /** To or towards the page that asked for a factor, or null. */
  way: { href: string; label: string } | null
}

export function TwoFactorPage(props: TwoFactorPageProps) {
  const { page, factors, otherSessions, notice, way } = props
  const { twoFactor: text, security } = page.text
  return (
    <Layout page={page} title={text.title}>
      <p class="lead">{text.lead}</p>
      {notice && <Notice kind={notice.kind}>{notice.sentence}</Notice>}
      {way && (
        <div class="actions">
          <a href={way.href}>{way.label}</a>
        </div>
      )}
      <div class="cards">
        {notice?.isChange && otherSessions > 0 && <OtherSessions page={page} count={otherSessions} />}
        {factors.length === 0 ? <SetUp {...props} /> : <WhileOn {...props} />}
        <Card title={security.activityTitle}>
          <p>{security.activityAbout}</p>
          <a class="button" href={`${twoFactorSettings}/activity`}>
            {security.activityOpen}
          </a>
        </Card>
        {factors.length > 0 && (
          <Card title={security.offTitle}>
            <p>{security.offAbout}</p>
            <a class="button" href={`${twoFactorSettings}/turn-off`}>
              {security.offOpen}
            </a>
          </Card>
        )}
      </div>
    </Layout>
  )
}

/** The app first, and why it is the stronger choice beside the other one. */
function SetUp({ page, mayAddApp, mayAddPhone }: TwoFactorPageProps) {
  const { twoFactor: text, security, phone } = page.text
  return (
    <>
      <Card title={text.off}>
        <p>{text.whatWillHappen}</p>
        {mayAddApp && (
          <a class="button primary" href={`${twoFactorSettings}/set-up`}>
            {text.setUp}
          </a>
        )}
      </Card>
      {mayAddPhone && (
        <Card title={security.smsTitle}>
          <p>{phone.risk}</p>
          <a class="button" href={`${twoFactorSettings}/add-phone`}>
            {security.setUpSms}
          </a>
        </Card>
      )}
    </>
  )
}

function WhileOn(props: TwoFactorPageProps) {
  const { page, factors, mayAddApp, mayAddPhone, recoveryCodesLeft, unsavedUntil, trustedComputers } = props
  const { twoFactor: text, security } = page.text
  const since = Math.min(...factors.map(({ createdAt }) => createdAt))
  return (
    <>
      <Card title={text.on}>
        <p>{text.onSince(page.format.date(since))}</p>
      </Card>
      <FactorCards page={page} factors={factors} mayAddApp={mayAddApp} mayAddPhone={mayAddPhone} />
      <Card title={text.recoveryCodes}>
        <p>{text.codesLeft(recoveryCodesLeft)}</p>
        {unsavedUntil !== null && (
          <>
            <p>{text.unsaved(page.format.until(unsavedUntil, page.now))}</p>
            <a class="button" href={`${twoFactorSettings}/recovery-codes`}>
              {text.showCodes}
            </a>
          </>
        )}
        <p>{text.newCodesAbout}</p>
        <a class="button" href={`${twoFactorSettings}/new-recovery-codes`}>
          {text.newCodes}
        </a>
      </Card>
      <Card title={security.computersTitle}>
        <p>{trustedComputers === 0 ? security.computersNone : security.computersCount(trustedComputers)}</p>
        <a class="button" href={`${twoFactorSettings}/computers`}>
          {security.computersOpen}
        </a>
      </Card>
    </>
  )
}
