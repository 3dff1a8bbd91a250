/** @jsxRuntime automatic @jsxImportSource hono/jsx */
import type { Child } from 'hono/jsx'

interface ListTableProps {
  /** Heard and not seen: the heading above says it too. */
  caption: string
  columns: readonly string[]
  /** What the buttons at the end of each row do, where there are some: heard and not seen. */
  actions?: string
  /** The rows. A cell's `data-label` is its column's name where the table is narrow. */
  children: Child
}

/** A table that becomes a list on a narrow screen, and until then scrolls in a box of its own. */
export function WideTable(props: ListTableProps) {
  return (
    <section class="scroll" tabindex={0} aria-label={props.caption}>
      <ListTable {...props} />
    </section>
  )
}

/** A table that becomes a list on a narrow screen. */
export function ListTable({ caption, columns, actions, children }: ListTableProps) {
  return (
    <table class="list">
      <caption>{caption}</caption>
      <thead>
        <tr>
          {columns.map((column) => (
            <th scope="col">{column}</th>
          ))}
          {actions && (
            <th scope="col">
              <span class="unseen">{actions}</span>
            </th>
          )}
        </tr>
      </thead>
      <tbody>{children}</tbody>
    </table>
  )
}
