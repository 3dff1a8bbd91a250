import type { Unproven } from '../core/vault/proof.ts'
import type { NoPasskey } from '../platform/passkey.ts'
import { type MessageKey, say } from '../ui/words.ts'

const wrong: Record<'password' | 'passkey' | 'recovery_kit', MessageKey> = {
  password: 'wrongPassword',
  passkey: 'wrongPasskey',
  recovery_kit: 'wrongKit',
}

const noPasskey: Record<NoPasskey['status'], MessageKey> = {
  declined: 'passkeyDeclined',
  no_secret: 'passkeyNoSecret',
}

/** Says why there is no passkey to go on with. */
export function describeNoPasskey({ status }: NoPasskey): string {
  return say(noPasskey[status])
}

/** Says why a proof was none, and that it changed nothing. */
export function describeUnproven(unproven: Unproven, kind: keyof typeof wrong, language: string): string {
  switch (unproven.status) {
    case 'wait':
      return say('tooManyWrong')
    case 'wrong_length':
      return say('kitWrongLength', unproven.expected, unproven.typed)
    case 'typo':
      return unproven.groups.length === 1
        ? say('kitTypo', String(unproven.groups[0]))
        : say('kitTypos', listNumbers(unproven.groups, language))
    case 'wrong':
      return say(wrong[kind])
  }
}

function listNumbers(numbers: number[], language: string): string {
  return new Intl.ListFormat(language, { type: 'conjunction' }).format(numbers.map(String))
}
