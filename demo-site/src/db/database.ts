/** What a column can hold. Times are whole milliseconds, truth values 0 and 1, in both engines. */
export type Value = string | number | null

/** Statements with `?` for each value. The same text runs on SQLite and on PostgreSQL. */
export interface Statements {
  all<Row>(sql: string, ...values: Value[]): Promise<Row[]>
  get<Row>(sql: string, ...values: Value[]): Promise<Row | null>
  /** Returns the number of affected rows: what a conditional statement is judged by. */
  run(sql: string, ...values: Value[]): Promise<number>
}

export interface Database extends Statements {
  readonly engine: 'sqlite' | 'postgres'
  /**
   * Commits when `work` resolves and rolls back when it throws. Inside, use the statements that are passed in: SQLite has
   * one connection here, and the outer ones wait for the transaction to end.
   */
  transaction<T>(work: (statements: Statements) => Promise<T>): Promise<T>
  close(): Promise<void>
}
