import type { PolicyRule } from 'countersign'
import type { Role } from '../data/people.ts'
import type { Catalogue } from '../text/catalogue.ts'

/** The fields by which a clinic's policy is changed, each with what was entered. */
export const policyFields = [
  'who',
  'owner',
  'admin',
  'practitioner',
  'grace',
  'from',
  'totp',
  'sms',
  'computers',
] as const

export type PolicyForm = Record<(typeof policyFields)[number], string>

/** With what the policy is known by that was in force as the form was filled: nobody saves it over another one unawares. */
export type FilledPolicy = PolicyForm & { edition: string }

export type PolicyFaults = Partial<
  Record<'who' | 'roles' | 'grace' | 'from' | 'methods' | 'computers', string>
>

export const policyRoles: readonly Role[] = ['owner', 'admin', 'practitioner']

/**
 * Reads a policy out of the form, or says what is wrong with which field.
 *
 * @param timeZone dates are days of the clinic's own calendar
 * @param hasSms false where the site sends no SMS: then a policy that leaves nothing but SMS would keep everybody out
 */
export function readPolicyForm(
  { clinicPolicy: text }: Catalogue,
  form: PolicyForm,
  { timeZone, hasSms }: { timeZone: string; hasSms: boolean },
): { rule: PolicyRule } | { faults: PolicyFaults } {
  const roles = policyRoles.filter((role) => form[role] === 'yes')
  const methods = (['totp', 'sms'] as const).filter((method) => form[method] === 'yes')
  const from = form.from === '' ? null : startOfDay(form.from, timeZone)
  const isGrace = /^\d{1,3}$/.test(form.grace) && Number(form.grace) <= 365
  const faults: PolicyFaults = {
    ...(!['nobody', 'everyone', 'roles'].includes(form.who) && { who: text.whoMissing }),
    ...(form.who === 'roles' && roles.length === 0 && { roles: text.rolesMissing }),
    ...(!isGrace && { grace: text.graceWrong }),
    ...(form.from !== '' && from === null && { from: text.fromWrong }),
    ...(methods.length === 0 && { methods: text.methodsMissing }),
    ...(!hasSms && form.sms === 'yes' && methods.length === 1 && { methods: text.smsNotSent }),
    ...(!['usual', 'all', 'none'].includes(form.computers) && { computers: text.computersMissing }),
  }
  if (Object.keys(faults).length > 0) return { faults }
  const ofRoles = Object.fromEntries(roles.map((role) => [role, 'required'] as const))
  return {
    rule: {
      default: form.who === 'everyone' ? 'required' : 'optional',
      ...(form.who === 'roles' && { roles: ofRoles }),
      graceDays: Number(form.grace),
      ...(from !== null && { from }),
      // All of them: whatever comes later is allowed too.
      ...(methods.length === 1 && { methods }),
      ...(form.computers !== 'usual' && { trustedDevices: form.computers === 'all' }),
    },
  }
}

/** A policy as the form shows it. */
export function toPolicyForm(rule: PolicyRule | null, timeZone: string): PolicyForm {
  const { default: standard, roles = {}, graceDays = 14, from, methods, trustedDevices } = rule ?? {}
  const yes = (isOn: boolean) => (isOn ? 'yes' : '')
  const someRoles = Object.values(roles).includes('required')
  return {
    who: standard === 'required' ? 'everyone' : someRoles ? 'roles' : rule === null ? '' : 'nobody',
    owner: yes(roles.owner === 'required'),
    admin: yes(roles.admin === 'required'),
    practitioner: yes(roles.practitioner === 'required'),
    grace: String(graceDays),
    from: from === undefined ? '' : dayOf(from, timeZone),
    totp: yes(methods?.includes('totp') ?? true),
    sms: yes(methods?.includes('sms') ?? true),
    computers: trustedDevices === undefined ? 'usual' : trustedDevices ? 'all' : 'none',
  }
}

/** `2027-01-31` where the clinic is. */
function dayOf(at: number, timeZone: string): string {
  return new Intl.DateTimeFormat('sv-SE', { timeZone }).format(at)
}

/** The first moment of a day where the clinic is, or null for what is no day. */
function startOfDay(text: string, timeZone: string): number | null {
  if (!/^\d{4}-\d\d-\d\d$/.test(text)) return null
  const utc = Date.parse(`${text}T00:00:00Z`)
  if (Number.isNaN(utc) || new Date(utc).toISOString().slice(0, 10) !== text) return null
  // No place is further than 14 hours from UTC, and clocks are moved by quarters of an hour.
  for (let at = utc - 14 * 3_600_000; at <= utc + 14 * 3_600_000; at += 900_000) {
    if (dayOf(at, timeZone) === text) return at
  }
  return null
}
