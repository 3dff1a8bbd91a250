/** @jsxRuntime automatic @jsxImportSource hono/jsx */
import type { Child } from 'hono/jsx'

type Kind = 'ok' | 'info' | 'warn' | 'danger'

/**
 * One sentence about what has just happened. A problem takes the focus as the page opens, unless a field that it belongs
 * to does; screen readers hear it first either way.
 */
export function Notice({
  kind,
  id,
  focus,
  children,
}: {
  kind: Kind
  id?: string
  focus?: boolean
  children?: Child
}) {
  return (
    <div
      class={`notice ${kind}`}
      id={id}
      role={kind === 'danger' ? 'alert' : 'status'}
      tabindex={focus ? -1 : undefined}
      autofocus={focus}
    >
      {children}
    </div>
  )
}
