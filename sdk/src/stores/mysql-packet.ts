import type { SqlRow, SqlValue } from './sql.ts'

/**
 * Sends statements as one packet, on a connection that nobody else uses meanwhile: the row that the last one selects.
 * When one fails, everything is rolled back.
 */
export type SendPacket = (statements: readonly string[]) => Promise<SqlRow>

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
