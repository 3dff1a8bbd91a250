/** @jsxRuntime automatic @jsxImportSource hono/jsx */
import type { Factor } from 'countersign'
import { withQuery } from '../http/local-path.ts'
import type { Page } from '../http/page.ts'
import { twoFactorSettings } from '../http/settings-path.ts'
import { Card } from './card.tsx'
import { nameFactor } from './factor-name.ts'
import { Field } from './field.tsx'
import { Layout } from './layout.tsx'
import { showNumber } from './phone-number.ts'
import { PostForm } from './post-form.tsx'

interface FactorPageProps {
  page: Page
  factor: Factor
  /** True when removing it would turn two-factor authentication off. */
  isLast: boolean
  /** A name as it was typed, where that is not the factor's. */
  typed?: string
  /** Why that name was not taken. */
  error?: string
}

/** Everything that can be done with one app or one number, each in a card of its own. */
export function FactorPage({ page, factor, isLast, typed, error }: FactorPageProps) {
  const text = page.text.security
  const path = `${twoFactorSettings}/factors/${factor.id}`
  const isApp = factor.type === 'totp'
  const name = nameFactor(page, factor)
  const kind = isApp ? text.app : `${text.phone} ${showNumber(factor.number)}`
  return (
    <Layout page={page} title={name}>
      {kind !== name && <p class="lead">{kind}</p>}
      <div class="cards">
        <Card title={isApp ? text.replaceAppTitle : text.replacePhoneTitle}>
          <p>{isApp ? text.replaceAppLead : text.replacePhoneLead}</p>
          <a
            class="button"
            href={withQuery(`${twoFactorSettings}/${isApp ? 'add-app' : 'add-phone'}`, {
              replaces: factor.id,
            })}
          >
            {isApp ? text.replaceApp : text.replacePhone}
          </a>
        </Card>
        <Card title={text.nameTitle}>
          <PostForm page={page} action={`${path}/rename`} class="stack">
            <Field
              name="name"
              label={text.nameLabel}
              hint={text.nameHint}
              value={typed ?? factor.label}
              error={error ?? null}
              autocomplete="off"
              maxlength={64}
            />
            <button type="submit">{text.nameSubmit}</button>
          </PostForm>
        </Card>
        {!isLast && (
          <Card title={text.preferTitle}>
            <p>{factor.preferred ? text.preferredAlready : text.preferLead}</p>
            {!factor.preferred && factor.state === 'active' && (
              <PostForm page={page} action={`${path}/prefer`}>
                <button type="submit">{text.preferSubmit}</button>
              </PostForm>
            )}
          </Card>
        )}
        <Card title={text.removeTitle}>
          <p>{isLast ? text.removeLast : text.removeLead}</p>
          <a class="button" href={isLast ? `${twoFactorSettings}/turn-off` : `${path}/remove`}>
            {isLast ? text.offOpen : text.remove}
          </a>
        </Card>
      </div>
      <div class="actions">
        <a href={twoFactorSettings}>{text.back}</a>
      </div>
    </Layout>
  )
}
