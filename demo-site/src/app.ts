import { Hono } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import { apiRoutes } from './api/api-routes.ts'
import { requireClinicAdmin } from './auth/clinic-guard.ts'
import { deriveSiteKeys } from './auth/keys.ts'
import { loadSession, requireSession } from './auth/session-guard.ts'
import { carryTypedForms, keepUnsentForms } from './auth/unsent-form.ts'
import type { AdjustableClock, Clock } from './clock.ts'
import { type Config, hasMailbox } from './config.ts'
import type { Database } from './db/database.ts'
import { shareAnswers } from './http/equal-forms.ts'
import { createErrands, type Errands } from './http/errands.ts'
import { refuseForeignHosts, refuseForeignRequests, refuseNul } from './http/foreign-requests.ts'
import { maxBodyBytes, refuseDuplicates } from './http/form.ts'
import { preparePage } from './http/page.ts'
import { loadAlerts } from './http/page-alerts.ts'
import { handleError, renderProblem } from './http/problems.tsx'
import { requestLog } from './http/request-log.ts'
import { neverStore, securityHeaders } from './http/security-headers.ts'
import type { Site, SiteEnv } from './http/site.ts'
import { type Log, silentLog } from './log.ts'
import { adminRequestRoutes } from './routes/admin-request.tsx'
import { assetRoutes } from './routes/assets.ts'
import { clinicPolicyRoutes } from './routes/clinic-policy.tsx'
import { clinicSwitchRoutes } from './routes/clinic-switch.ts'
import { entryPhoneRoutes } from './routes/entry-phone.tsx'
import { entrySetUpRoutes } from './routes/entry-set-up.tsx'
import { forgottenPasswordRoutes } from './routes/forgotten-password.tsx'
import { healthRoutes } from './routes/health.ts'
import { homeRoutes } from './routes/home.tsx'
import { invitationRoutes, joinRoutes } from './routes/invitation.tsx'
import { inviteRoutes } from './routes/invite.tsx'
import { languageRoutes } from './routes/language.ts'
import { lapsedInvitationRoutes } from './routes/lapsed-invitation.tsx'
import { mailboxRoutes } from './routes/mailbox.tsx'
import { mailedCodeRoutes } from './routes/mailed-code.tsx'
import { memberPageRoutes } from './routes/member.tsx'
import { memberActRoutes } from './routes/member-acts.tsx'
import { memberSettingRoutes } from './routes/member-setting.tsx'
import { memberRoutes } from './routes/members.tsx'
import { newPasswordRoutes } from './routes/new-password.tsx'
import { noteRoutes } from './routes/notes.tsx'
import { refuseOtherForms } from './routes/other-tab.tsx'
import { recordRoutes } from './routes/record.tsx'
import { recoveryRoutes } from './routes/recovery.tsx'
import { recoveryLinkRoutes } from './routes/recovery-links.tsx'
import { recoveryRequestRoutes } from './routes/recovery-request.tsx'
import { recoveryStopRoutes } from './routes/recovery-stop.tsx'
import { reportRoutes } from './routes/report.tsx'
import { resetCodeRoutes } from './routes/reset-code.tsx'
import { reviewRoutes } from './routes/reviews.tsx'
import { secondStepRoutes } from './routes/second-step.tsx'
import { securitySettingsRoutes } from './routes/security-settings.ts'
import { settingsRoutes } from './routes/settings.tsx'
import { signInRoutes } from './routes/sign-in.tsx'
import { signOutRoutes } from './routes/sign-out.ts'
import { stepUpRoutes } from './routes/step-up.tsx'
import { testControlRoutes } from './routes/test-controls.ts'

export interface AppOptions extends Omit<Site, 'clock' | 'keys' | 'log' | 'errands'> {
  config: Config
  db: Database
  clock: Clock
  /** The same clock, where tests may move it. */
  adjustableClock?: AdjustableClock
  log?: Log
  errands?: Errands
}

/**
 * The site as one function from request to response; it opens no port. What stands above `requireSession` is open to
 * everybody, what stands below it to people who are signed in: a new route is closed unless somebody opens it.
 */
export function createApp(options: AppOptions): Hono<SiteEnv> {
  const { config, adjustableClock } = options
  const log = options.log ?? silentLog
  const errands = options.errands ?? createErrands(log)
  const site: Site = { ...options, keys: deriveSiteKeys(config), log, errands }

  const app = new Hono<SiteEnv>()
  app.onError(handleError(site))
  app.notFound((c) => renderProblem(c, 404))

  app.use(requestLog(site))
  app.use(securityHeaders(config))
  app.use(neverStore())
  app.use(preparePage(site))
  app.use(refuseNul())
  app.route('/', healthRoutes(site))
  app.use(refuseForeignHosts(config))
  app.route('/', assetRoutes())

  app.use(bodyLimit({ maxSize: maxBodyBytes, onError: (c) => renderProblem(c, 413) }))
  app.route('/', apiRoutes(site))
  app.use(refuseForeignRequests(config))
  app.use((c, next) => {
    refuseDuplicates(new URL(c.req.url).searchParams)
    return next()
  })
  if (config.testControls && adjustableClock) app.route('/', testControlRoutes(site, adjustableClock))

  app.use(shareAnswers(site))
  app.use(loadSession(site))
  app.use(loadAlerts(site))
  app.use(carryTypedForms(site))
  app.route('/', languageRoutes(site))
  app.route('/', signInRoutes(site))
  app.route('/', secondStepRoutes(site))
  app.route('/', mailedCodeRoutes(site))
  app.route('/', entrySetUpRoutes(site))
  app.route('/', entryPhoneRoutes(site))
  app.route('/', signOutRoutes(site))
  app.route('/', forgottenPasswordRoutes(site))
  app.route('/', newPasswordRoutes(site))
  app.route('/', invitationRoutes(site))
  app.route('/', lapsedInvitationRoutes(site))
  app.route('/', resetCodeRoutes(site))
  app.route('/', recoveryRoutes(site))
  app.route('/', recoveryRequestRoutes(site))
  app.route('/', recoveryLinkRoutes(site))
  app.route('/', adminRequestRoutes(site))
  if (hasMailbox(config)) app.route('/', mailboxRoutes(site))

  app.use(keepUnsentForms(site))
  app.use(requireSession(site))
  app.use(refuseOtherForms(site))
  app.route('/', homeRoutes(site))
  app.route('/', clinicSwitchRoutes(site))
  app.route('/', joinRoutes(site))

  // What owners and admins do for their clinic; to everybody else these pages are not there.
  app.use('/clinics/:clinicId/*', requireClinicAdmin())
  app.route('/', memberRoutes(site))
  app.route('/', memberPageRoutes(site))
  app.route('/', memberActRoutes(site))
  app.route('/', memberSettingRoutes(site))
  app.route('/', inviteRoutes(site))
  app.route('/', clinicPolicyRoutes(site))
  app.route('/', reportRoutes(site))
  app.route('/', recordRoutes(site))

  app.route('/', noteRoutes(site))
  app.route('/', stepUpRoutes(site))
  app.route('/', settingsRoutes(site))
  app.route('/', securitySettingsRoutes(site))
  app.route('/', recoveryStopRoutes(site))
  app.route('/', reviewRoutes(site))
  return app
}
