/** Facts of one log line. Never a password, a code, a token, a key or what somebody typed. */
export type LogFields = Readonly<Record<string, string | number | boolean | null>>

export interface Log {
  info(event: string, fields?: LogFields): void
  error(event: string, fields?: LogFields): void
}

/**
 * Writes one JSON object a line to stderr; stdout belongs to the address that the server prints.
 * JSON escapes line breaks, so no value can forge a second line (ASVS 5.0 16.4.1).
 */
export function createLog(
  clock: { now(): number },
  write = (line: string) => process.stderr.write(line),
): Log {
  const entry =
    (level: string) =>
    (event: string, fields: LogFields = {}) => {
      write(`${JSON.stringify({ at: new Date(clock.now()).toISOString(), level, event, ...fields })}\n`)
    }
  return { info: entry('info'), error: entry('error') }
}

export const silentLog: Log = { info() {}, error() {} }
