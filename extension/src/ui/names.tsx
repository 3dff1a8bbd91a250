import { PinIcon } from './icons.tsx'
import { spellOutHost } from './spell-out-host.ts'

/** A name that somebody else chose: set apart, so that its direction can't rearrange the words around it. `showName` takes out what would end that. */
export function Name({ children }: { children: string }) {
  return <bdi class="name">{children}</bdi>
}

/** A host name as the browser resolves it, with what it spells out where it is written in encoded form. */
export function Host({ host }: { host: string }) {
  const spelled = spellOutHost(host)
  return (
    <bdi class="host" dir="ltr">
      {host}
      {spelled !== null && <span class="soft"> ({spelled})</span>}
    </bdi>
  )
}

/** What an account is called, over whose it is where that says more, and over what else (`added`) tells it from another one. */
export function AccountNames({
  name,
  account,
  added,
}: {
  name: string
  account: string
  added?: string | undefined
}) {
  return (
    <>
      <Name>{name}</Name>
      {added !== undefined && <span class="soft">{added}</span>}
      {account !== name && (
        <span class="soft">
          <Name>{account}</Name>
        </span>
      )}
    </>
  )
}

/** Up to two letters stand for a name; a pin on them for one that was pinned to the top. */
export function Tile({ name, pinned = false }: { name: string; pinned?: boolean }) {
  return (
    <span class={pinned ? 'tile pinned' : 'tile'} aria-hidden="true">
      {findInitials(name)}
      {pinned && <PinIcon />}
    </span>
  )
}

function findInitials(name: string): string {
  const words = name.match(/[\p{L}\p{N}]+/gu) ?? []
  const letters = words.slice(0, 2).map((word) => String.fromCodePoint(word.codePointAt(0) ?? 0))
  return letters.join('').toLocaleUpperCase()
}
