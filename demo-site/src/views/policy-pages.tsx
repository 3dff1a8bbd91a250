/** @jsxRuntime automatic @jsxImportSource hono/jsx */
import type { PolicyEffect, PolicyEvaluation, PolicyRule } from 'countersign'
import type { Child } from 'hono/jsx'
import type { Member } from '../data/members.ts'
import { clinicPath } from '../http/clinic-path.ts'
import { withQuery } from '../http/local-path.ts'
import type { Page } from '../http/page.ts'
import { type FilledPolicy, type PolicyFaults, policyFields, policyRoles } from '../http/policy-form.ts'
import { Card } from './card.tsx'
import { Checks, Choice } from './choice.tsx'
import { ClinicPage } from './clinic-page.tsx'
import { Field, fieldsOf } from './field.tsx'
import { ListTable } from './list-table.tsx'
import { Notice } from './notice.tsx'
import { PolicyFacts } from './policy-facts.tsx'
import { PostForm } from './post-form.tsx'
import { inSentence, methodNames, requirementName } from './requirement.ts'

const pathOf = (page: Page) => `${page.clinic ? clinicPath(page.clinic) : ''}/policy`

interface PolicyPageProps {
  page: Page
  clinicName: string
  rule: PolicyRule | null
  saved: boolean
}

/** What is in force. */
export function PolicyPage({ page, clinicName, rule, saved }: PolicyPageProps) {
  const text = page.text.clinicPolicy
  return (
    <ClinicPage page={page} title={text.title(clinicName)}>
      <p>{text.lead}</p>
      {saved && <Notice kind="ok">{text.saved}</Notice>}
      <RuleInForce page={page} rule={rule}>
        <p class="after">
          <a class="button" href={`${pathOf(page)}/change`}>
            {text.change}
          </a>
        </p>
      </RuleInForce>
    </ClinicPage>
  )
}

function RuleInForce({ page, rule, children }: { page: Page; rule: PolicyRule | null; children?: Child }) {
  const text = page.text.clinicPolicy
  return (
    <Card title={text.now}>
      {rule ? <PolicyFacts page={page} rule={rule} /> : <p>{text.none}</p>}
      {children}
    </Card>
  )
}

interface PolicyChangePageProps {
  page: Page
  form: FilledPolicy
  faults?: PolicyFaults
}

/** The form. It is sent by GET: all that it leads to is a look at what would change. */
export function PolicyChangePage({ page, form, faults = {} }: PolicyChangePageProps) {
  const { clinicPolicy: text, settings, member } = page.text
  const field = fieldsOf(form, faults)
  return (
    <ClinicPage page={page} title={text.changeTitle}>
      <p>{text.changeLead}</p>
      <form method="get" action={`${pathOf(page)}/preview`} class="stack" novalidate>
        <Choice
          {...field('who')}
          label={text.who}
          options={[
            { value: 'nobody', label: text.nobody },
            { value: 'everyone', label: text.everyone },
            { value: 'roles', label: text.roles },
          ]}
        />
        <Checks
          id="roles"
          label={text.whichRoles}
          options={policyRoles.map((role) => ({
            name: role,
            label: settings[role],
            checked: form[role] === 'yes',
          }))}
          error={faults.roles ?? null}
        />
        <Field
          {...field('grace')}
          label={text.grace}
          hint={text.graceHint}
          autocomplete="off"
          inputmode="numeric"
          maxlength={3}
        />
        <Field
          {...field('from')}
          type="date"
          label={text.from}
          hint={text.fromHint}
          autocomplete="off"
          maxlength={10}
        />
        <Checks
          id="methods"
          label={text.methods}
          hint={text.methodsAbout}
          options={[
            { name: 'totp', label: member.app, checked: form.totp === 'yes' },
            { name: 'sms', label: member.sms, checked: form.sms === 'yes' },
          ]}
          error={faults.methods ?? null}
        />
        <Choice
          {...field('computers')}
          label={text.computers}
          options={[
            { value: 'usual', label: text.computersUsual },
            { value: 'all', label: text.computersAll },
            { value: 'none', label: text.computersNone },
          ]}
        />
        <input type="hidden" name="edition" value={form.edition} />
        <button type="submit" class="primary">
          {text.showEffect}
        </button>
      </form>
      <div class="actions">
        <a href={pathOf(page)}>{member.cancel}</a>
      </div>
    </ClinicPage>
  )
}

interface PolicyPreviewPageProps {
  page: Page
  form: FilledPolicy
  rule: PolicyRule
  /** `methods`: what a sign-in of the member asks for until then; empty for who has no factor. */
  effects: { member: Member; effect: PolicyEffect; methods: readonly string[] }[]
  /** What was saved since the form was filled. */
  meanwhile: PolicyInForce | null
}

export interface PolicyInForce {
  rule: PolicyRule | null
  /** Who saved it, and when; null where that is not known. */
  change: { name: string; at: number } | null
}

/** Whom it would concern, and the button. */
export function PolicyPreviewPage(props: PolicyPreviewPageProps) {
  const { page, form, rule, effects, meanwhile } = props
  const text = page.text.clinicPolicy
  const without = effects.filter(({ methods }) => methods.length === 0).length
  return (
    <ClinicPage page={page} title={text.previewTitle}>
      <p>{text.previewLead}</p>
      {meanwhile && (
        <>
          <Notice kind="warn" focus>
            {meanwhile.change
              ? text.meanwhileBy(meanwhile.change.name, page.format.moment(meanwhile.change.at))
              : text.meanwhile}{' '}
            {text.lookAgain}
          </Notice>
          <RuleInForce page={page} rule={meanwhile.rule} />
        </>
      )}
      <Card title={text.newPolicy}>
        <PolicyFacts page={page} rule={rule} />
        {rule.methods && <p>{text.methodsAbout}</p>}
      </Card>
      <p class="after">
        {text.effect(effects.length)} {without > 0 && text.without(without)}
      </p>
      {effects.length > 0 && <Effects page={page} effects={effects} />}
      <div class="actions">
        <PostForm page={page} action={pathOf(page)}>
          {([...policyFields, 'edition'] as const).map((name) => (
            <input type="hidden" name={name} value={form[name]} />
          ))}
          <button type="submit" class="primary">
            {text.save}
          </button>
        </PostForm>
        <a href={withQuery(`${pathOf(page)}/change`, form)}>{text.back}</a>
      </div>
    </ClinicPage>
  )
}

function Effects({ page, effects }: Pick<PolicyPreviewPageProps, 'page' | 'effects'>) {
  const text = page.text.clinicPolicy
  return (
    <ListTable caption={text.effectCaption} columns={[page.text.members.name, text.before, text.after]}>
      {effects.map(({ member, effect, methods }) => (
        <tr>
          <th scope="row">{member.name}</th>
          <td data-label={text.before}>{sideName(page, effect.before, effect.after, methods)}</td>
          <td data-label={text.after}>{sideName(page, effect.after, effect.before, methods)}</td>
        </tr>
      ))}
    </ListTable>
  )
}

/** One side of a change; besides the requirement it names only what the other side has otherwise. */
function sideName(
  page: Page,
  side: PolicyEvaluation,
  other: PolicyEvaluation,
  own: readonly string[],
): string {
  const text = page.text.clinicPolicy
  const parts = [requirementName(page, own.length > 0 ? { ...side, deadline: null } : side)]
  if (String(side.methods) !== String(other.methods)) parts.push(methodsName(page, side.methods, own))
  if (side.trustedDevices !== other.trustedDevices)
    parts.push(side.trustedDevices ? text.trusted : text.notTrusted)
  return parts.join(', ')
}

/** What somebody may use; who has nothing of it is asked for what is there, until they add something. */
function methodsName(page: Page, allowed: PolicyEvaluation['methods'], own: readonly string[]): string {
  const text = page.text.clinicPolicy
  if (!allowed) return inSentence(text.methodsAll)
  const names = inSentence(methodNames(page, allowed))
  const isKept = own.length > 0 && !own.some((type) => allowed.includes(type))
  return isKept ? text.goesOn(inSentence(methodNames(page, own)), names) : text.only(names)
}
