import type { UnlockSlot } from '../core/vault/slots.ts'
import type { UnlockWay } from '../core/vault/unlock-ways.ts'
import { type MessageKey, say } from '../ui/words.ts'

const kinds: Record<UnlockSlot['kind'], MessageKey> = {
  password: 'wayPassword',
  passkey: 'wayPasskey',
  recovery_kit: 'wayKit',
}

/** What a way to unlock is called: its kind, and the name that a person gave it. */
export function nameWay({
  kind,
  label,
  isUnconfirmed,
}: Pick<UnlockWay, 'kind' | 'label' | 'isUnconfirmed'>): string {
  const what = say(kind === null ? 'wayUnknown' : kinds[kind])
  const name = isUnconfirmed ? say('kitNotConfirmed') : label
  return name === '' ? what : `${what}, ${name}`
}

/** That nobody has shown yet to have a recovery kit that was made; null where all is well. */
export function describeUnconfirmed(ways: readonly UnlockWay[]): string | null {
  if (!ways.some(({ isUnconfirmed }) => isUnconfirmed)) return null
  const isOnly = ways.filter(({ kind }) => kind === 'recovery_kit').length === 1
  return say(isOnly ? 'kitUnconfirmed' : 'kitsUnconfirmed')
}

/** Whether another way would be left that opens the vault and that somebody is known to have. */
export function canRemoveWay(way: UnlockWay, ways: readonly UnlockWay[]): boolean {
  return ways.some(({ id, isBroken, isUnconfirmed }) => id !== way.id && !isBroken && !isUnconfirmed)
}

/** Since when it opens the vault, or that it does not any more. */
export function dateWay({ addedAt, isBroken }: UnlockWay, language: string): string {
  if (isBroken) return say('wayBroken')
  if (addedAt === null) return say('waySinceBefore')
  const date = new Intl.DateTimeFormat(language, { dateStyle: 'long' })
  return say('waySince', date.format(addedAt))
}
