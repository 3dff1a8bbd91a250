/** @jsxRuntime automatic @jsxImportSource hono/jsx */
import type { PolicyEvaluation } from 'countersign'
import { canReadNotes } from '../data/people.ts'
import type { Page } from '../http/page.ts'
import { twoFactorSettings } from '../http/settings-path.ts'
import { Card } from './card.tsx'
import { ClinicCard } from './clinic-card.tsx'
import { Layout } from './layout.tsx'
import { Notice } from './notice.tsx'
import { OtherSessions } from './other-sessions.tsx'
import { nameEarliest, nameRequiring } from './requirement.ts'

interface HomePageProps {
  page: Page
  name: string
  noteCount: number
  twoFactorOn: boolean
  /** From when a factor is required, and by whom. */
  grace: Pick<PolicyEvaluation, 'deadline' | 'daysFromSignIn' | 'because'>
  /** True while fresh recovery codes wait to be saved. */
  unsavedCodes: boolean
  /** True when a sign-in has just led through the set-up of a first factor. */
  codesSaved: boolean
  /** Where else the person is signed in, to be put out after that set-up. */
  otherSessions: number
  /** Of the clinic that is shown, for its owners and admins. */
  members: { on: number; all: number } | null
  /** Recovery codes left, when one was used to sign in just now. */
  codesLeftAfterRecovery: number | null
  /** The page that asked for the sign-in, or null. */
  goOn: string | null
}

export function HomePage(props: HomePageProps) {
  const { page, name, noteCount, twoFactorOn, grace, unsavedCodes, codesSaved, members } = props
  const { codesLeftAfterRecovery, goOn, otherSessions } = props
  const text = page.text.home
  return (
    <Layout page={page} title={text.greeting(name)}>
      <p class="lead">{page.format.day(page.now)}</p>
      {codesLeftAfterRecovery !== null && (
        <Notice kind="warn">
          {text.usedRecovery(codesLeftAfterRecovery)} {goOn && <a href={goOn}>{text.goOn}</a>}
        </Notice>
      )}
      {codesSaved && (
        <Notice kind="ok">
          {page.text.twoFactor.turnedOn} {goOn && <a href={goOn}>{text.goOn}</a>}
        </Notice>
      )}
      {unsavedCodes && (
        <Notice kind="warn">
          {text.unsavedCodes} <a href={`${twoFactorSettings}/recovery-codes`}>{text.unsavedCodesOpen}</a>
        </Notice>
      )}
      <div class="cards">
        {otherSessions > 0 && <OtherSessions page={page} count={otherSessions} />}
        {page.person?.isSupport && (
          <Card title={page.text.support.title}>
            <p>{page.text.support.about}</p>
            <a class="button" href="/reviews">
              {page.text.support.open}
            </a>
          </Card>
        )}
        {page.clinic && (
          <Card title={text.notesTitle}>
            {canReadNotes(page.clinic) ? (
              noteCount === 0 ? (
                <p>{page.text.notes.empty}</p>
              ) : (
                <>
                  <p>{text.notesLead(noteCount)}</p>
                  <a class="button" href="/notes">
                    {text.notesOpen}
                  </a>
                </>
              )
            ) : (
              <p>{text.notesNoAccess}</p>
            )}
          </Card>
        )}
        {!twoFactorOn && (
          <Card title={text.twoFactorOffTitle}>
            <p>{dueName(page, grace)}</p>
            <a class={grace.deadline === null ? 'button' : 'button primary'} href={twoFactorSettings}>
              {text.twoFactorSetUp}
            </a>
          </Card>
        )}
        <ClinicCard page={page} members={members} />
      </div>
    </Layout>
  )
}

/** Why somebody without a factor should have one, and from when they have to. */
function dueName(page: Page, grace: HomePageProps['grace']): string {
  const { text, format, now } = page
  const { home } = text
  const { deadline, daysFromSignIn } = grace
  if (deadline === null) return home.twoFactorOff
  const who = nameRequiring(page, page.person, grace.because)
  if (daysFromSignIn === null) return home.twoFactorDue(who, format.date(deadline))
  return home.twoFactorDueAfter(who, daysFromSignIn, nameEarliest(grace, now, format.date))
}
