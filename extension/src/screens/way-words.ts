import type { UnlockSlot } from '../core/vault/slots.ts'
import type { UnlockWay } from '../core/vault/unlock-ways.ts'
import { findLanguage } from '../platform/words.ts'
import { type MessageKey, say } from '../ui/words.ts'

const kinds: Record<UnlockSlot['kind'], MessageKey> = {
  password: 'wayPassword',
  passkey: 'wayPasskey',
  recovery_kit: 'wayKit',
}

/** What a way to unlock is called: its kind, and the name that a person gave it. */
export function nameWay({ kind, label }: Pick<UnlockWay, 'kind' | 'label'>): string {
  const what = say(kind === null ? 'wayUnknown' : kinds[kind])
  return label === '' ? what : `${what}, ${label}`
}

/** Since when it opens the vault, or that it does not any more. */
export function dateWay({ addedAt, isBroken }: UnlockWay): string {
  if (isBroken) return say('wayBroken')
  if (addedAt === null) return say('waySinceBefore')
  return say('waySince', new Intl.DateTimeFormat(findLanguage(), { dateStyle: 'long' }).format(addedAt))
}
