/** @jsxRuntime automatic @jsxImportSource hono/jsx */
import type { Factor } from 'countersign'
import type { Page } from '../http/page.ts'
import { twoFactorSettings } from '../http/settings-path.ts'
import { Card } from './card.tsx'
import { nameFactor } from './factor-name.ts'
import { Notice } from './notice.tsx'
import { showNumber } from './phone-number.ts'

interface FactorCardsProps {
  page: Page
  factors: Factor[]
  mayAddApp: boolean
  mayAddPhone: boolean
}

/** Each app and each number, and the way to another one. */
export function FactorCards({ page, factors, mayAddApp, mayAddPhone }: FactorCardsProps) {
  const { security } = page.text
  return (
    <>
      {factors.map((factor) => (
        <FactorCard page={page} factor={factor} isOnly={factors.length === 1} />
      ))}
      {(mayAddApp || mayAddPhone) && (
        <Card title={security.addTitle}>
          <p>{security.addLead}</p>
          <div class="choices">
            {mayAddApp && (
              <a class="button" href={`${twoFactorSettings}/add-app`}>
                {security.addApp}
              </a>
            )}
            {mayAddPhone && (
              <a class="button" href={`${twoFactorSettings}/add-phone`}>
                {security.addPhone}
              </a>
            )}
          </div>
        </Card>
      )}
    </>
  )
}

function FactorCard({ page, factor, isOnly }: { page: Page; factor: Factor; isOnly: boolean }) {
  const { twoFactor: text, security } = page.text
  const { id, type, label, number, preferred, createdAt, lastUsedAt } = factor
  const outOfUse = sayOutOfUse(page, factor)
  const name = nameFactor(page, factor)
  const kind = type === 'totp' ? security.app : security.phone
  return (
    <Card title={name}>
      {name !== kind && <p>{label && number ? `${kind} ${showNumber(number)}` : kind}</p>}
      <p>
        {text.authenticatorActive(page.format.date(createdAt))}{' '}
        {lastUsedAt === null ? security.neverUsed : text.lastUsed(page.format.moment(lastUsedAt))}
        {preferred && !isOnly && ` ${security.preferred}`}
      </p>
      {outOfUse !== null && <Notice kind="warn">{outOfUse}</Notice>}
      <a class="button" href={`${twoFactorSettings}/factors/${id}`} aria-label={security.manageNamed(name)}>
        {security.manage}
      </a>
    </Card>
  )
}

/** Why it can't be used now, and what will be; null where it can. */
function sayOutOfUse(
  { text: { twoFactor: text }, format, now }: Page,
  { state, heldUntil }: Factor,
): string | null {
  switch (state) {
    case 'active':
      return null
    case 'suspended':
      return text.suspended
    case 'held':
      return text.held(format.when(heldUntil ?? now, now))
    case 'retired':
      return text.retired
  }
}
