import type { SqlValue } from './sql.ts'

/** Statements that are sent together, and the variable of the connection that then holds what came of them. */
export interface Packet {
  statements: readonly string[]
  result: string
}

/**
 * Sends a packet in a transaction, on a connection that nobody else uses meanwhile; the value of `result`, null
 * when it has none. When a statement fails, everything is rolled back.
 */
export type SendPacket = (packet: Packet) => Promise<unknown>

/**
 * A statement with its values as literals, for packets of several statements, which have no parameters. No value is
 * escaped: what an escape means depends on the server's `sql_mode` and on the connection's character set, what a
 * hexadecimal digit means does not.
 */
export function sql(text: TemplateStringsArray, ...values: readonly SqlValue[]): string {
  return String.raw({ raw: text }, ...values.map(writeLiteral))
}

function writeLiteral(value: SqlValue): string {
  if (value === null) return 'NULL'
  if (typeof value === 'string') return `CONVERT(X'${Buffer.from(value).toString('hex')}' USING utf8mb4)`
  if (!Number.isSafeInteger(value)) throw new TypeError('a number in a statement is not a safe integer')
  // In brackets, because two hyphens begin a comment.
  return value < 0 ? `(${value})` : `${value}`
}
