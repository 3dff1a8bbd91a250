import { useEffect, useState } from 'preact/hooks'
import { readUnlockDelay } from '../core/vault/attempts.ts'
import type { Unproven } from '../core/vault/proof.ts'
import { vaultEnvironment } from '../platform/vault-environment.ts'
import { findLanguage } from '../platform/words.ts'
import { describeUnproven } from './describe-unproven.ts'

export interface UnlockDelay {
  /** When the next password may be tried, in ms since 1970; null: now. */
  until: number | null
  /** Reads it anew. */
  look(): Promise<number | null>
  /** Says why a proof was none; of a wrong password that has to be waited after, that. */
  explain(unproven: Unproven, kind: Parameters<typeof describeUnproven>[1]): Promise<string>
}

/** Follows how long wrong passwords make one wait. */
export function useUnlockDelay(): UnlockDelay {
  const [until, setUntil] = useState<number | null>(null)
  const look = async () => {
    const read = await readUnlockDelay(vaultEnvironment)
    setUntil(read)
    return read
  }
  useEffect(() => void look(), [])
  return {
    until,
    look,
    explain: async (unproven, kind) => {
      const read = await look()
      const mustWait = read !== null && unproven.status === 'wrong' && kind === 'password'
      return describeUnproven(mustWait ? { status: 'wait', until: read } : unproven, kind, findLanguage())
    },
  }
}
