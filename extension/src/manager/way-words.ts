import type { UnlockWay } from '../core/vault/unlock-ways.ts'
import { findLanguage } from '../platform/words.ts'
import { type MessageKey, say } from '../ui/words.ts'

const kinds: Record<UnlockWay['kind'], MessageKey> = {
  password: 'wayPassword',
  passkey: 'wayPasskey',
  recovery_kit: 'wayKit',
}

/** What a way to unlock is called: its kind, and the name that a person gave it. */
export function nameWay({ kind, label }: UnlockWay): string {
  return label === '' ? say(kinds[kind]) : `${say(kinds[kind])}, ${label}`
}

/** Since when it opens the vault. */
export function dateWay({ addedAt }: UnlockWay): string {
  if (addedAt === null) return say('waySinceBefore')
  return say('waySince', new Intl.DateTimeFormat(findLanguage(), { dateStyle: 'long' }).format(addedAt))
}
