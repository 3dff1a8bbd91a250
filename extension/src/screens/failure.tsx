import type { ComponentChildren } from 'preact'
import { isNoAnswer, VaultError, type VaultErrorCode } from '../core/vault/errors.ts'
import { nameDatabaseFolder } from '../platform/vault-environment.ts'
import { View } from '../ui/view.tsx'
import { type MessageKey, say } from '../ui/words.ts'

const sentences: Record<VaultErrorCode, MessageKey> = {
  damaged: 'failureDamaged',
  way_damaged: 'failureWayDamaged',
  head_damaged: 'failureHeadDamaged',
  storage_full: 'failureStorageFull',
  head_unsupported: 'failureHeadNewer',
  unsupported_format: 'failureNewerFormat',
  kdf_out_of_bounds: 'failureDamaged',
  missing: 'failureMissing',
  unopenable: 'failureUnopenable',
  not_saved: 'failureNotSaved',
  too_large: 'failureTooLarge',
  busy: 'failureBusy',
}

/** Says what went wrong, that nothing was lost, and what to do. */
export function describeFailure(error: unknown): string {
  if (isNoAnswer(error)) return say('failureNoAnswer')
  if (!(error instanceof VaultError)) return say('failureUnknown')
  const values = error.code === 'unopenable' ? [nameDatabaseFolder()] : []
  return say(sentences[error.code], ...values)
}

/** With what can be done about it, where something can. */
export function Failure({ error, children }: { error: unknown; children: ComponentChildren }) {
  return (
    <View title={say('failureTitle')} focusTitle>
      <p role="alert">{describeFailure(error)}</p>
      {children}
    </View>
  )
}
