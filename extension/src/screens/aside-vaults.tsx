import { useEffect, useState } from 'preact/hooks'
import type { AsideVault } from '../core/vault/aside-vaults.ts'
import { vaultEnvironment } from '../platform/vault-environment.ts'
import { findLanguage } from '../platform/words.ts'
import { say } from '../ui/words.ts'
import { useScreen } from './screen-context.ts'
import { tellTimesApart } from './tell-times-apart.ts'

/** Offers the vaults that were set aside, for whoever has found the way to unlock one after all; nothing where there are none. */
export function AsideVaults({ onDone }: { onDone: () => Promise<void> }) {
  const { announce, run } = useScreen()
  const [asides, setAsides] = useState<AsideVault[]>([])
  const list = async () => {
    const { rescue } = await import('../core/vault/rescue.ts')
    setAsides(await rescue.listAsideVaults(vaultEnvironment))
  }
  useEffect(() => void run(list), [])
  const bringBack = (at: number) =>
    run(async () => {
      const { rescue } = await import('../core/vault/rescue.ts')
      const brought = await rescue.bringAsideBack(vaultEnvironment, at)
      if (brought.status === 'unreadable') return announce(say('asideUnreadable'))
      await list()
      await onDone()
      if (brought.status !== 'back') return
      const isWhole = brought.from === 'records'
      announce(say(isWhole ? 'asideBack' : 'broughtBack'))
    })
  const times = tellTimesApart(
    asides.map(({ at }) => at),
    findLanguage(),
  )
  return (
    <>
      {asides.map(({ at }, index) => (
        <div key={at} class="choices">
          <p>{say('asideSince', times[index] ?? '')}</p>
          <button type="button" onClick={() => void bringBack(at)}>
            {say('bringBack')}
          </button>
        </div>
      ))}
    </>
  )
}
