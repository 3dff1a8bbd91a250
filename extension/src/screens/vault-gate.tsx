import type { ComponentChildren } from 'preact'
import { hasWayBack } from '../core/vault/errors.ts'
import { closesVault } from '../core/vault/set-aside.ts'
import { BeginAnew } from './begin-anew.tsx'
import { Failure } from './failure.tsx'
import { FirstRun } from './first-run.tsx'
import { LockScreen } from './lock-screen.tsx'
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
          {hasWayBack(view.error) && wayBack}
          {closesVault(view.error) && <BeginAnew onDone={refresh} />}
        </Failure>
      )
    case 'open':
      return <>{children}</>
  }
}
