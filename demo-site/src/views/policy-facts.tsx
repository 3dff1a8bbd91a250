/** @jsxRuntime automatic @jsxImportSource hono/jsx */
import type { PolicyRule } from 'countersign'
import type { Role } from '../data/people.ts'
import type { Page } from '../http/page.ts'
import { policyRoles } from '../http/policy-form.ts'
import { inSentence, methodNames } from './requirement.ts'

/** A clinic's policy in words. */
export function PolicyFacts({ page, rule }: { page: Page; rule: PolicyRule }) {
  const { text, format, now } = page
  const words = text.clinicPolicy
  const computers = rule.trustedDevices
  return (
    <dl>
      <dt>{words.who}</dt>
      <dd>{whoName(page, rule)}</dd>
      {isRequiring(rule) && (
        <>
          <dt>{words.graceTime}</dt>
          <dd>{words.graceDays(rule.graceDays ?? 0)}</dd>
          <dt>{words.begins}</dt>
          <dd>{rule.from !== undefined && rule.from > now ? format.date(rule.from) : words.atOnce}</dd>
        </>
      )}
      <dt>{words.methods}</dt>
      <dd>{rule.methods ? methodNames(page, rule.methods) : words.methodsAll}</dd>
      <dt>{words.computers}</dt>
      <dd>
        {computers === undefined
          ? words.computersUsual
          : computers
            ? words.computersAll
            : words.computersNone}
      </dd>
    </dl>
  )
}

function isRequiring({ default: standard, roles }: PolicyRule): boolean {
  return standard === 'required' || requiredRoles(roles).length > 0
}

function requiredRoles(roles: PolicyRule['roles']): Role[] {
  return policyRoles.filter((role) => roles?.[role] === 'required')
}

function whoName({ text }: Page, { default: standard, roles }: PolicyRule): string {
  const words = text.clinicPolicy
  if (standard === 'required') return words.everyone
  const required = requiredRoles(roles)
  if (required.length === 0) return words.nobody
  return words.requiredOf(required.map((role) => inSentence(text.settings[role])).join(', '))
}
