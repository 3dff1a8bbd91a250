import { useEffect, useState } from 'preact/hooks'
import { closesVault } from '../core/vault/judge.ts'
import { readLockReason } from '../core/vault/lock.ts'
import { listUnlockWays, type UnlockWay } from '../core/vault/unlock-ways.ts'
import { type LockReason, unlockVault } from '../core/vault/vault.ts'
import { vaultEnvironment } from '../platform/vault-environment.ts'
import { Mark } from '../ui/icons.tsx'
import { type MessageKey, say } from '../ui/words.ts'
import { BeginAnew } from './begin-anew.tsx'
import { BringBack } from './bring-back.tsx'
import { ProofForm } from './proof-form.tsx'
import { useScreen } from './screen-context.ts'
import { nameWay } from './way-words.ts'

const reasons: Record<LockReason, MessageKey> = {
  button: 'lockedByButton',
  idle: 'lockedByIdleness',
  clock: 'lockedByClock',
  system: 'lockedWithSystem',
  browser_closed: 'lockedByClosing',
  updated: 'lockedByUpdate',
  key_changed: 'lockedByNewKey',
}

/** Until the list is read, and where none of it can be: what every vault begins with. */
const firstWays: Pick<UnlockWay, 'kind' | 'label' | 'isBroken' | 'isUnconfirmed'>[] = [
  { kind: 'password', label: '', isBroken: false, isUnconfirmed: false },
]

/** Says why the vault is locked, and takes any of the ways to unlock it. */
export function LockScreen({ onUnlocked }: { onUnlocked: () => Promise<void> }) {
  const { announce, run } = useScreen()
  const [reason, setReason] = useState<LockReason | null>(null)
  const [ways, setWays] = useState(firstWays)
  const [closed, setClosed] = useState<unknown>(null)
  const broken = ways.filter(({ isBroken }) => isBroken)

  /** What closes the vault for good is said by whoever asked; here a way on is offered. */
  const watch = <Answer,>(task: () => Promise<Answer>) =>
    task().catch((error) => {
      setClosed(closesVault(error) ? error : null)
      throw error
    })

  useEffect(() => {
    void run(async () => {
      setReason(await readLockReason(vaultEnvironment))
      setWays(await watch(() => listUnlockWays(vaultEnvironment)))
    })
  }, [])

  return (
    <main class="view gate">
      <header>
        <Mark />
        <h1>{say('lockedTitle')}</h1>
      </header>
      <p>{reason === null || closed !== null ? '' : say(reasons[reason])}</p>
      {broken.map((way) => (
        <p key={way} class="problem">
          {say('lockedWayBroken', nameWay(way))}
        </p>
      ))}
      <ProofForm
        ways={broken.length < ways.length ? ways : firstWays}
        passwordLabel={say('password')}
        submitLabel={say('unlock')}
        busyLabel={say('unlocking')}
        onProof={async (proof) => {
          const answer = await watch(() => unlockVault(vaultEnvironment, proof))
          if (answer.status === 'locked') {
            setReason(await readLockReason(vaultEnvironment))
            return null
          }
          if (answer.status !== 'unlocked') return answer
          await onUnlocked()
          if (answer.wasRolledBack) announce(say('lockedRolledBack'))
          return null
        }}
      />
      {closed === null ? (
        <div class="choices">
          <BeginAnew failure="forgotten" onDone={onUnlocked} />
        </div>
      ) : (
        <>
          <BringBack failure={closed} onDone={onUnlocked} />
          <BeginAnew failure={closed} onDone={onUnlocked} />
        </>
      )}
    </main>
  )
}
