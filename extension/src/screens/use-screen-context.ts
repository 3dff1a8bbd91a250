import { useEffect, useMemo, useState } from 'preact/hooks'
import type { Clock } from '../core/clock.ts'
import { createContents } from '../core/vault/contents.ts'
import type { NoticeContent } from '../ui/notice.tsx'
import { describeFailure } from './failure.tsx'
import type { ScreenContext } from './screen-context.ts'
import { type ShownVault, useVault } from './use-vault.ts'

const silence: NoticeContent = { sentence: '' }

/** Puts together what screens work with: the vault, the clock and the place where sentences appear. */
export function useScreenContext(
  firstClock: Clock,
  { staysOpen }: Pick<ScreenContext, 'staysOpen'>,
): {
  vault: ShownVault
  context: ScreenContext
  notice: NoticeContent
} {
  const vault = useVault()
  const [clock, setClock] = useState(firstClock)
  const [notice, setNotice] = useState(silence)
  const { view, refresh, setContents } = vault
  const contents = view.state === 'open' ? view.contents : nothing

  // What was said of an open vault is not for whoever finds it locked.
  useEffect(() => {
    if (view.state === 'locked') setNotice(silence)
  }, [view.state])

  const context = useMemo<ScreenContext>(() => {
    const announce: ScreenContext['announce'] = (sentence, action) => setNotice({ sentence, action })
    return {
      clock,
      setClock,
      contents,
      accounts: contents.accounts,
      staysOpen,
      setContents,
      showLocked: () => void refresh(),
      announce,
      run: async (task) => {
        try {
          await task()
        } catch (error) {
          announce(describeFailure(error))
        }
      },
    }
  }, [clock, contents, staysOpen, refresh, setContents])

  return { vault, context, notice }
}

const nothing = createContents()
