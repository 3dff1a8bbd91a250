import type { ComponentChildren } from 'preact'
import { useEffect, useState } from 'preact/hooks'
import { hasWayBack, mayPass } from '../core/vault/errors.ts'
import { closesVault } from '../core/vault/judge.ts'
import { hasWholeSnapshot } from '../core/vault/snapshots.ts'
import { vaultEnvironment } from '../platform/vault-environment.ts'
import { say } from '../ui/words.ts'
import { BeginAnew } from './begin-anew.tsx'
import { BringBack } from './bring-back.tsx'
import { Failure } from './failure.tsx'
import { FirstRun } from './first-run.tsx'
import { LockScreen } from './lock-screen.tsx'
import { useScreen } from './screen-context.ts'
import type { ShownVault } from './use-vault.ts'

export interface VaultGateProps {
  vault: ShownVault
  /** What leads back to an older version, when only the newest one can't be read. */
  wayBack: ComponentChildren
  children: ComponentChildren
}

/** Lets to what is behind it only while the vault is open; else shows why it is not, and the way in. */
export function VaultGate({ vault, wayBack, children }: VaultGateProps) {
  const { view, refresh } = vault
  switch (view.state) {
    case 'loading':
      return null
    case 'none':
      return <FirstRun onDone={refresh} />
    case 'locked':
      return <LockScreen onUnlocked={refresh} />
    case 'failed':
      return (
        <Failure error={view.error}>
          {mayPass(view.error) && (
            <button type="button" class="main" onClick={() => void refresh()}>
              {say('tryAgain')}
            </button>
          )}
          {hasWayBack(view.error) && (
            <WayBack error={view.error} onDone={refresh}>
              {wayBack}
            </WayBack>
          )}
          {closesVault(view.error) && <LastWays failure={view.error} onDone={refresh} />}
        </Failure>
      )
    case 'open':
      return <>{children}</>
  }
}

/** Where no earlier version is whole either, what is left is what is left of a vault that nothing opens. */
function WayBack({
  error,
  onDone,
  children,
}: {
  error: unknown
  onDone: () => Promise<void>
  children: ComponentChildren
}) {
  const { run } = useScreen()
  const [isNone, setNone] = useState(false)

  useEffect(() => {
    void run(async () => setNone((await hasWholeSnapshot(vaultEnvironment)) === false))
  }, [error])

  if (!isNone) return children
  return (
    <>
      <p>{say('noVersionWhole')}</p>
      <LastWays failure={error} onDone={onDone} />
    </>
  )
}

/** What is left where nothing of the vault can be read in its place: its second copy, or another vault. */
function LastWays(given: { failure: unknown; onDone: () => Promise<void> }) {
  return (
    <>
      <BringBack {...given} />
      <BeginAnew {...given} />
    </>
  )
}
