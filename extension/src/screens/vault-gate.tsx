import type { ComponentChildren } from 'preact'
import { Failure } from './failure.tsx'
import { FirstRun } from './first-run.tsx'
import { LockScreen } from './lock-screen.tsx'
import type { ShownVault } from './use-vault.ts'

/** Lets to what is behind it only while the vault is open; else shows why it is not, and the way in. */
export function VaultGate({ vault, children }: { vault: ShownVault; children: ComponentChildren }) {
  const { view, refresh } = vault
  switch (view.state) {
    case 'loading':
      return null
    case 'none':
      return <FirstRun onDone={refresh} />
    case 'locked':
      return <LockScreen onUnlocked={refresh} />
    case 'failed':
      return <Failure error={view.error} />
    case 'open':
      return <>{children}</>
  }
}
