import { useEffect, useState } from 'preact/hooks'
import { mayPass } from '../core/vault/errors.ts'
import type { SecondCopy } from '../core/vault/second-copy.ts'
import { vaultEnvironment } from '../platform/vault-environment.ts'
import { findLanguage } from '../platform/words.ts'
import { say } from '../ui/words.ts'
import { useScreen } from './screen-context.ts'

/** Offers the second copy of a vault that is lost or closed for good; nothing where there is no such copy. */
export function BringBack({ failure, onDone }: { failure: unknown; onDone: () => Promise<void> }) {
  const { announce, run } = useScreen()
  const [copy, setCopy] = useState<SecondCopy | null>(null)

  useEffect(() => {
    void run(async () => {
      const { rescue } = await import('../core/vault/rescue.ts')
      setCopy(await rescue.findCopyToBring(vaultEnvironment))
    })
  }, [failure])

  if (copy === null) return null
  const time = new Intl.DateTimeFormat(findLanguage(), { dateStyle: 'long', timeStyle: 'short' })
  const bringBack = () =>
    run(async () => {
      const { rescue } = await import('../core/vault/rescue.ts')
      const { status } = await rescue.bringBackVault(vaultEnvironment, failure)
      await onDone()
      if (status === 'back') announce(say('broughtBack'))
    })
  return (
    <>
      <p>{say('bringBackWhat', copy.revision.revision, time.format(copy.savedAt))}</p>
      <button type="button" class={mayPass(failure) ? undefined : 'main'} onClick={() => void bringBack()}>
        {say('bringBack')}
      </button>
    </>
  )
}
