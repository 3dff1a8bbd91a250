import { TwoFactorError } from '../errors.ts'
import { type TableName, tables } from '../tables.ts'

/** A condition on one column, taken apart: what a store has to ask. */
export type ReadCondition =
  | { kind: 'null' }
  | { kind: 'notNull' }
  | { kind: 'equal' | 'not' | 'below' | 'above' | 'atMost'; operand: string | number }
  | { kind: 'oneOf'; operand: readonly (string | number)[] }
  | { kind: 'belowColumn'; operand: string }

/**
 * Takes conditions apart, the same for every store. Throws `TwoFactorError` `argument_invalid` for what no caller can mean: an unknown column or
 * comparison, two comparisons in one, an undefined value, which would match every row.
 */
export function readConditions(
  table: TableName,
  where: object,
): [column: string, condition: ReadCondition][] {
  return Object.entries(where).map(([column, given]) => [
    checkColumn(table, column),
    readCondition(table, column, given),
  ])
}

export function checkColumn(table: TableName, column: string): string {
  if (!Object.hasOwn(tables[table].columns, column))
    throw new TwoFactorError('argument_invalid', `${table} has no column ${column}`)
  return column
}

function readCondition(table: TableName, column: string, given: unknown): ReadCondition {
  const wrong = () => new TwoFactorError('argument_invalid', `a condition on ${table}.${column} is none`)
  if (given === null) return { kind: 'null' }
  if (isValue(given)) return { kind: 'equal', operand: given }
  if (typeof given !== 'object') throw wrong()
  const [entry, ...others] = Object.entries(given as object) as [string, unknown][]
  if (entry === undefined || others.length > 0) throw wrong()
  const [kind, operand] = entry
  if (kind === 'not' && operand === null) return { kind: 'notNull' }
  if (kind === 'oneOf' && Array.isArray(operand) && operand.every(isValue)) return { kind, operand }
  if (kind === 'belowColumn' && typeof operand === 'string')
    return { kind, operand: checkColumn(table, operand) }
  if ((kind === 'not' || kind === 'below' || kind === 'above' || kind === 'atMost') && isValue(operand))
    return { kind, operand }
  throw wrong()
}

function isValue(value: unknown): value is string | number {
  return typeof value === 'string' || (typeof value === 'number' && Number.isFinite(value))
}
