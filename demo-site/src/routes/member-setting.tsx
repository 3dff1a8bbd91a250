/** @jsxRuntime automatic @jsxImportSource hono/jsx */
import type { PolicySetting } from 'countersign'
import { type Context, Hono } from 'hono'
import { HTTPException } from 'hono/http-exception'
import { clientAddress } from '../auth/client-address.ts'
import { clinicAdmin } from '../auth/clinic-guard.ts'
import { askForFactor, hasFreshFactor, readFreshFactor } from '../auth/fresh-factor.ts'
import { takeUnsentForm } from '../auth/unsent-form.ts'
import type { Member } from '../data/members.ts'
import { addMail } from '../data/outbox.ts'
import { findPerson } from '../data/people.ts'
import { readForm } from '../http/form.ts'
import { withQuery } from '../http/local-path.ts'
import { render } from '../http/render.ts'
import type { Site, SiteEnv } from '../http/site.ts'
import { MemberSettingPage } from '../views/member-setting-page.tsx'
import { nameRequiring } from '../views/requirement.ts'
import { openMember } from './open-member.ts'
import { writeMemberNotice } from './write-member-notice.ts'

const path = '/clinics/:clinicId/members/:userId/setting'

/** What holds for one member, whatever the clinic's policy says. */
export function memberSettingRoutes(site: Site): Hono<SiteEnv> {
  return new Hono<SiteEnv>()
    .get(path, async (c) => {
      const { member, obstacle, path: own } = await openMember(c, site)
      if (obstacle !== null) return c.redirect(own, 303)
      if (!(await hasFreshFactor(c, site))) return askForFactor(c, `${own}/setting`)
      const unsent = takeUnsentForm(c, site, 'setting', 'edition')
      const chosen = settings.find((each) => each === unsent?.setting)
      return renderSetting(c, site, member, chosen && unsent ? { chosen, seen: unsent.edition } : {})
    })
    .post(path, async (c) => {
      const { edition: expected, ...form } = await readForm(c, 'setting', 'edition')
      const { member, obstacle, path: own } = await openMember(c, site)
      if (obstacle !== null) return c.redirect(own, 303)
      const { person, clinic } = clinicAdmin(c)
      const setting = settings.find((each) => each === form.setting)
      if (!setting) return renderSetting(c, site, member, { error: c.var.page.text.member.settingMissing })
      const { userId } = member
      const set = await site.twoFactor.policy.setUser({
        organizationId: clinic.clinicId,
        userId,
        setting,
        actorId: person.id,
        stepUp: readFreshFactor(c),
        expected,
        ip: clientAddress(c, site.config.trustedProxies),
      })
      if (set.status === 'changed_meanwhile')
        return renderSetting(c, site, member, { chosen: setting, seen: expected })
      if (set.status === 'step_up_required') return askForFactor(c, `${own}/setting`)
      if (set.status === 'not_found') throw new HTTPException(404)
      if (set.status !== 'ok') return c.redirect(own, 303)
      // Sent twice, by whichever process: there is one change to tell of.
      if (set.changed) await tell(c, site, userId, setting)
      return c.redirect(withQuery(own, { notice: set.changed ? 'setting-saved' : 'same' }), 303)
    })
}

const settings: readonly PolicySetting[] = ['default', 'required', 'exempt']

async function tell(c: Context<SiteEnv>, site: Site, userId: string, setting: PolicySetting): Promise<void> {
  const still = setting === 'exempt' ? await nameStillRequiring(site, userId) : null
  const mail = await writeMemberNotice(c, site, userId, ({ member, mail }, { admin, clinic, when }) => {
    const holds = {
      default: member.settingMailDefault,
      required: member.settingMailRequired,
      exempt: member.settingMailExempt(clinic),
    }[setting]
    const elsewhere = still === null ? [] : [member.settingMailElsewhere(still)]
    return {
      subject: member.settingSubject,
      sentences: [member.settingMail(admin, clinic, when), holds, ...elsewhere, mail.notAsked],
    }
  })
  await addMail(site.db, mail, site.keys.queuedMail)
}

/** Which clinics of a person require a factor, for a mail to that person, or null. */
async function nameStillRequiring({ db, config, twoFactor }: Site, userId: string): Promise<string | null> {
  const { status, because } = await twoFactor.policy.evaluate({ userId })
  const person = await findPerson(db, userId)
  if (status !== 'required' || !person) return null
  return nameRequiring({ locale: person.mailLocale, siteName: config.issuer }, person, because)
}

/** `seen`: the edition that was in force when the person chose. */
async function renderSetting(
  c: Context<SiteEnv>,
  site: Site,
  { userId, name }: Member,
  { chosen, seen, error }: { chosen?: PolicySetting; seen?: string; error?: string },
): Promise<Response> {
  const { clinic, base } = clinicAdmin(c)
  const place = { organizationId: clinic.clinicId, userId }
  const own = `${base}/members/${encodeURIComponent(userId)}`
  // First: what somebody saves from here on is not what is shown.
  const edition = await site.twoFactor.policy.edition(place)
  const inForce = await site.twoFactor.policy.getUser(place)
  return render(
    c,
    <MemberSettingPage
      page={c.var.page}
      name={name}
      setting={chosen ?? (error ? null : inForce)}
      edition={edition}
      meanwhile={seen !== undefined && seen !== edition ? inForce : null}
      paths={{ send: `${own}/setting`, leave: own }}
      {...(error && { error })}
    />,
    error ? 422 : 200,
  )
}
