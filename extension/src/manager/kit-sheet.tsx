import { useEffect } from 'preact/hooks'
import { findLanguage } from '../platform/words.ts'
import { useFirstFocus } from '../ui/focus.ts'
import { Mark } from '../ui/icons.tsx'
import { say } from '../ui/words.ts'
import { listKitGroups } from './kit-groups.ts'

/** The one sheet that a recovery kit is printed on; printing leaves everything else out. */
export function KitSheet({ kit, madeAt }: { kit: string; madeAt: number }) {
  // Not the field below it, nor its button: where there is little room, that scrolls the first groups out of sight.
  const sheet = useFirstFocus<HTMLElement>()
  useEffect(() => sheet.current?.scrollIntoView(), [])
  const date = new Intl.DateTimeFormat(findLanguage(), { dateStyle: 'long' })
  return (
    <article ref={sheet} tabIndex={-1} class="sheet" aria-label={say('kitTitle')}>
      <header>
        <Mark />
        <strong>{say('kitTitle')}</strong>
      </header>
      <ol>
        {listKitGroups(kit).map((group, index) => (
          <li key={index}>{group}</li>
        ))}
      </ol>
      <p>{say('kitHow')}</p>
      <p class="soft">{say('kitMade', date.format(madeAt))}</p>
    </article>
  )
}
