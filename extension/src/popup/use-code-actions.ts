import { matchSite } from '../core/sites.ts'
import type { VaultAccount } from '../core/vault/contents.ts'
import { type CodeUse, useCode } from '../screens/use-code.ts'
import { say } from '../ui/words.ts'
import { useApp } from './app-context.ts'
import { putCode } from './put-code.ts'

export interface CodeActions extends CodeUse {
  fill(): Promise<void>
}

/** What can be done with the code of one account beside an open tab. */
export function useCodeActions(account: VaultAccount): CodeActions {
  const { page, tab, announce, show, run } = useApp()
  const code = useCode(account)
  return {
    ...code,
    fill: () =>
      run(async () => {
        if (tab === null || page.status === 'restricted') return announce(say('fillRestricted'))
        if (page.status === 'insecure') return announce(say('fillInsecure'))
        const match = matchSite(account.site, page.host)
        if (match.status !== 'same') return show({ name: 'warning', account, match })
        const taken = await code.take()
        if (taken !== null) announce(await putCode(tab, page.origin, taken))
      }),
  }
}
