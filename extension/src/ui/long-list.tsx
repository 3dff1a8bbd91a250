import type { ComponentChildren, RefObject } from 'preact'
import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks'
import { findVisibleRows, type RowRange } from './visible-range.ts'

export interface LongListProps<Item extends { id: string }> {
  items: readonly Item[]
  /** CSS pixels; all rows are that high. */
  rowHeight: number
  label?: string
  children: (item: Item, index: number) => ComponentChildren
}

/**
 * A list of any length, of which only the rows that can be seen exist, and the one that has the focus. Arrow keys, Home
 * and End go from row to row: to the first control of each.
 */
export function LongList<Item extends { id: string }>(props: LongListProps<Item>) {
  const { items, rowHeight, label, children } = props
  const list = useRef<HTMLUListElement>(null)
  const range = useVisibleRows(list, items.length, rowHeight)
  const [focused, setFocused] = useState(-1)
  const wanted = useRef(-1)

  useLayoutEffect(() => {
    if (wanted.current !== focused || focused < 0) return
    wanted.current = -1
    const row = list.current?.querySelector<HTMLElement>(`[aria-posinset="${focused + 1}"]`)
    row?.scrollIntoView({ block: 'nearest' })
    row?.querySelector<HTMLElement>('a[href], button')?.focus({ preventScroll: true })
  }, [focused])

  const shown = listIndexes(range, focused, items.length)
  return (
    <ul
      ref={list}
      class="long"
      aria-label={label}
      style={{ blockSize: `${items.length * rowHeight}px` }}
      onFocusIn={(event) => setFocused(readIndex(event.target))}
      onFocusOut={() => setFocused(-1)}
      onKeyDown={(event) => {
        const next = findNextRow(event.key, readIndex(event.target), items.length)
        if (next === null) return
        event.preventDefault()
        wanted.current = next
        setFocused(next)
      }}
    >
      {shown.map((index) => {
        const item = items[index]
        return item === undefined ? null : (
          <li
            key={item.id}
            aria-setsize={items.length}
            aria-posinset={index + 1}
            style={{ insetBlockStart: `${index * rowHeight}px`, blockSize: `${rowHeight}px` }}
          >
            {children(item, index)}
          </li>
        )
      })}
    </ul>
  )
}

function useVisibleRows(
  list: RefObject<HTMLUListElement | null>,
  count: number,
  rowHeight: number,
): RowRange {
  const [range, setRange] = useState<RowRange>({ first: 0, end: Math.min(count, 20) })
  useEffect(() => {
    const look = () => {
      const top = list.current?.getBoundingClientRect().top ?? 0
      const next = findVisibleRows(count, rowHeight, top, window.innerHeight)
      setRange((before) => (before.first === next.first && before.end === next.end ? before : next))
    }
    look()
    // Scrolling does not bubble, but whatever scrolls is seen on the way down.
    document.addEventListener('scroll', look, { capture: true, passive: true })
    window.addEventListener('resize', look)
    return () => {
      document.removeEventListener('scroll', look, { capture: true })
      window.removeEventListener('resize', look)
    }
  }, [list, count, rowHeight])
  return range
}

function listIndexes({ first, end }: RowRange, focused: number, count: number): number[] {
  const indexes = Array.from(
    { length: Math.max(0, Math.min(end, count) - first) },
    (_, index) => first + index,
  )
  if (focused >= 0 && focused < count && (focused < first || focused >= end)) indexes.push(focused)
  return indexes.sort((left, right) => left - right)
}

function readIndex(target: EventTarget | null): number {
  const row = target instanceof Element ? target.closest('[aria-posinset]') : null
  return Number(row?.getAttribute('aria-posinset') ?? 0) - 1
}

function findNextRow(key: string, index: number, count: number): number | null {
  if (index < 0) return null
  if (key === 'ArrowDown') return Math.min(index + 1, count - 1)
  if (key === 'ArrowUp') return Math.max(index - 1, 0)
  if (key === 'Home') return 0
  return key === 'End' ? count - 1 : null
}
