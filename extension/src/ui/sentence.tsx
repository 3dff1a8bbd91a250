import type { ComponentChildren } from 'preact'
import { type MessageKey, say } from './words.ts'

/** A sentence with elements in its places, such as names that are isolated from it. */
export function Sentence({ id, values }: { id: MessageKey; values: ComponentChildren[] }) {
  const parts = say(id, ...values.map((_, index) => `\u0001${index}\u0001`)).split('\u0001')
  return <>{parts.map((part, index) => (index % 2 === 0 ? part : values[Number(part)]))}</>
}
