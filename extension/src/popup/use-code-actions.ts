import { useState } from 'preact/hooks'
import { produceCode } from '../core/produce-code.ts'
import { matchSite } from '../core/sites.ts'
import type { VaultAccount } from '../core/vault/contents.ts'
import { copyText } from '../platform/clipboard.ts'
import { vaultEnvironment } from '../platform/vault-environment.ts'
import { say } from '../ui/words.ts'
import { useApp } from './app-context.ts'
import { putCode } from './put-code.ts'

export interface CodeActions {
  /** The code of a counter-based account that was asked for last; null before that. */
  shownCode: string | null
  reveal(): Promise<void>
  copy(): Promise<void>
  fill(): Promise<void>
}

/** What can be done with the code of one account. */
export function useCodeActions(account: VaultAccount): CodeActions {
  const app = useApp()
  const { clock, page, tab, setContents, announce, show, run } = app
  const [shownCode, setShownCode] = useState<string | null>(null)

  const produce = async (): Promise<string | null> => {
    const produced = await produceCode(vaultEnvironment, account, clock.now())
    if (produced.status === 'locked') show({ name: 'locked' })
    if (produced.status !== 'produced') return null
    if (produced.contents !== undefined) {
      setContents(produced.contents)
      setShownCode(produced.code)
    }
    return produced.code
  }

  return {
    shownCode,
    reveal: () =>
      run(async () => {
        await produce()
      }),
    copy: () =>
      run(async () => {
        const code = shownCode ?? (await produce())
        if (code !== null) announce(say((await copyText(code)) ? 'copied' : 'notCopied'))
      }),
    fill: () =>
      run(async () => {
        if (tab === null || page.status === 'restricted') return announce(say('fillRestricted'))
        if (page.status === 'insecure') return announce(say('fillInsecure'))
        const match = matchSite(account.site, page.host)
        if (match.status !== 'same') return show({ name: 'warning', account, match })
        const code = shownCode ?? (await produce())
        if (code !== null) announce(await putCode(tab, page.origin, code))
      }),
  }
}
