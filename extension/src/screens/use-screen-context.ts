import { useEffect, useMemo, useRef, useState } from 'preact/hooks'
import type { Clock } from '../core/clock.ts'
import { createContents } from '../core/vault/contents.ts'
import type { NoticeContent } from '../ui/notice.tsx'
import { say } from '../ui/words.ts'
import type { KeptDrafts } from './account-draft.ts'
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
  const { view, refresh, setContents } = vault
  const isOpen = view.state === 'open'
  const [notice, setNotice] = useState({ content: silence, isOfOpen: isOpen })
  const contents = view.state === 'open' ? view.contents : nothing

  const drafts = useMemo<KeptDrafts>(() => new Map(), [])
  const lostDrafts = useRef(false)
  useEffect(() => {
    if (!isOpen) {
      lostDrafts.current ||= drafts.size > 0
      drafts.clear()
    } else if (lostDrafts.current) {
      lostDrafts.current = false
      context.announce(say('draftsForgotten'))
    }
  }, [isOpen])

  // What was said of an open vault is not for whoever finds it locked, even where it is said only after the lock. That a vault
  // was brought back is.
  const before = useRef(view.state)
  useEffect(() => {
    const wasThere = before.current !== 'none' && before.current !== 'failed'
    if (view.state === 'locked' && wasThere) setNotice({ content: silence, isOfOpen: false })
    before.current = view.state
  }, [view.state])

  const context = useMemo<ScreenContext>(() => {
    const announce = announceOf(isOpen, setNotice)
    return {
      clock,
      setClock,
      contents,
      accounts: contents.accounts,
      drafts,
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
  }, [clock, contents, drafts, isOpen, staysOpen, refresh, setContents])

  return { vault, context, notice: notice.isOfOpen && !isOpen ? silence : notice.content }
}

const nothing = createContents()

/** Made out of sight of the contents: an effect that keeps it after a lock would keep them in memory too. */
function announceOf(
  isOpen: boolean,
  setNotice: (notice: { content: NoticeContent; isOfOpen: boolean }) => void,
): ScreenContext['announce'] {
  return (sentence, action) => setNotice({ content: { sentence, action }, isOfOpen: isOpen })
}
