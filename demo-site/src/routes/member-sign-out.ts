import { clinicAdmin } from '../auth/clinic-guard.ts'
import { isSignedInAnywhere } from '../data/sessions.ts'
import { findActRefusal } from './act-refusal.ts'
import type { MemberAct } from './member-acts.tsx'
import { readReport } from './members.tsx'

/** For a lost computer: signs a member out everywhere, whether or not they have two-factor authentication. */
export const signOutAct: MemberAct = {
  path: 'sign-out',
  words: ({ member: text }) => ({
    title: text.signOutTitle,
    about: text.signOutAbout,
    heading: text.signOutFor,
    what: (name, { trustedDevices, methods }) =>
      [
        text.signOutWhat(name),
        ...(trustedDevices > 0 ? [text.signOutForgotten] : []),
        ...(methods.length > 0 ? [text.signOutAsked] : []),
      ].join(' '),
    button: text.signOutButton,
  }),
  note: async () => null,
  async run(act, site, c) {
    const { clinicId } = clinicAdmin(c).clinic
    const report = await readReport(site, clinicId, act.userId)
    const isTrusted = report !== null && report.trustedDevices > 0
    if (isTrusted || (await isSignedInAnywhere(site.db, act.userId, c.var.page.now)))
      return site.twoFactor.admin.revokeDevices(act)
    // A mail that tells of nothing new would only frighten.
    return (await findActRefusal(act, site, c)) ?? { status: 'same' }
  },
}
