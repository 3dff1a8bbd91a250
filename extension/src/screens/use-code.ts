import { useState } from 'preact/hooks'
import { produceCode } from '../core/produce-code.ts'
import type { VaultAccount } from '../core/vault/contents.ts'
import { copyText } from '../platform/clipboard.ts'
import { vaultEnvironment } from '../platform/vault-environment.ts'
import { say } from '../ui/words.ts'
import { useScreen } from './screen-context.ts'

export interface CodeUse {
  /** The code of a counter-based account that was asked for last; null before that. */
  shownCode: string | null
  /** The code to use now: the shown one, or else a new one; null when there is none to be had. */
  take(): Promise<string | null>
  reveal(): Promise<void>
  copy(): Promise<void>
}

/** What can be done with the code of one account, wherever it is shown. */
export function useCode(account: VaultAccount): CodeUse {
  const { clock, setContents, showLocked, announce, run } = useScreen()
  const [shownCode, setShownCode] = useState<string | null>(null)

  const produce = async (): Promise<string | null> => {
    const produced = await produceCode(vaultEnvironment, account, clock.now())
    if (produced.status === 'locked') showLocked()
    if (produced.status !== 'produced') return null
    if (produced.contents !== undefined) {
      await setContents(produced.contents)
      setShownCode(produced.code)
    }
    return produced.code
  }
  const take = async () => shownCode ?? (await produce())

  return {
    shownCode,
    take,
    reveal: () =>
      run(async () => {
        await produce()
      }),
    copy: () =>
      run(async () => {
        const code = await take()
        if (code !== null) announce(say((await copyText(code)) ? 'copied' : 'notCopied'))
      }),
  }
}
