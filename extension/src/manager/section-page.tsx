import type { ComponentChildren } from 'preact'
import { useFirstFocus } from '../ui/focus.ts'
import { say } from '../ui/words.ts'
import { type Section, sectionNames } from './sections.ts'

/** A part of the manager under its heading, which takes the focus when the part is gone to. */
export function SectionPage({ section, children }: { section: Section; children: ComponentChildren }) {
  const heading = useFirstFocus<HTMLHeadingElement>()
  return (
    <main class="section">
      <h1 ref={heading} tabIndex={-1}>
        {say(sectionNames[section])}
      </h1>
      {children}
    </main>
  )
}

/** One matter of a part: its heading, what it is about, what can be done. */
export function Matter({ title, children }: { title: string; children: ComponentChildren }) {
  return (
    <section class="matter" aria-label={title}>
      <h2>{title}</h2>
      {children}
    </section>
  )
}
