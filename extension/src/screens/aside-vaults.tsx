import { useEffect, useState } from 'preact/hooks'
import { type AsideVault, bringAsideBack, listAsideVaults } from '../core/vault/aside-vaults.ts'
import { vaultEnvironment } from '../platform/vault-environment.ts'
import { findLanguage } from '../platform/words.ts'
import { say } from '../ui/words.ts'
import { useScreen } from './screen-context.ts'

/** Offers the vaults that were set aside, for whoever has found the way to unlock one after all; nothing where there are none. */
export function AsideVaults({ onDone }: { onDone: () => Promise<void> }) {
  const { run } = useScreen()
  const [asides, setAsides] = useState<AsideVault[]>([])
  useEffect(() => {
    void run(async () => setAsides(await listAsideVaults(vaultEnvironment)))
  }, [])
  const date = new Intl.DateTimeFormat(findLanguage(), { dateStyle: 'long', timeStyle: 'short' })
  return (
    <>
      {asides.map(({ at }) => (
        <div key={at} class="choices">
          <p>{say('asideSince', date.format(at))}</p>
          <button
            type="button"
            onClick={() =>
              void run(async () => {
                await bringAsideBack(vaultEnvironment, at)
                await onDone()
              })
            }
          >
            {say('bringBack')}
          </button>
        </div>
      ))}
    </>
  )
}
