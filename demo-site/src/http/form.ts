import type { Context } from 'hono'
import { HTTPException } from 'hono/http-exception'

/** A sign-in and its kin are a few hundred bytes. */
export const maxBodyBytes = 16 * 1024

/**
 * Reads a form. A field that is not there is the empty string, and a line break is one character; a field given twice is refused, because whoever checks
 * might look at one of them and whoever acts at the other (HTTP parameter pollution, ASVS 5.0 15.3.7).
 * Throws `HTTPException` 400 for that, for a NUL character, and for a body that is not a URL-encoded form.
 */
export async function readForm<Field extends string>(
  c: Context,
  ...fields: readonly Field[]
): Promise<Record<Field, string>> {
  const type = c.req.header('content-type')?.split(';')[0]?.trim().toLowerCase()
  if (type !== 'application/x-www-form-urlencoded') throw new HTTPException(400)
  const given = new URLSearchParams(await c.req.text())
  refuseDuplicates(given)
  // PostgreSQL stores no NUL character, and nobody types one.
  if ([...given].flat().some((text) => text.includes('\0'))) throw new HTTPException(400)
  const entries = fields.map((field) => [field, toSingleBreaks(given.get(field) ?? '')])
  return Object.fromEntries(entries) as Record<Field, string>
}

/** A browser sends two characters for a line break that its `maxlength` counts as one (HTML 4.10.5.3.1). */
function toSingleBreaks(text: string): string {
  return text.replaceAll(/\r\n?/g, '\n')
}

/** Throws `HTTPException` 400 when a name occurs twice. */
export function refuseDuplicates(parameters: URLSearchParams): void {
  const names = [...parameters.keys()]
  if (new Set(names).size !== names.length) throw new HTTPException(400)
}
