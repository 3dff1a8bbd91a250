import type { Context } from 'hono'
import type { JSX } from 'hono/jsx/jsx-runtime'
import type { ContentfulStatusCode } from 'hono/utils/http-status'

/** Answers with a view. */
export async function render(
  c: Context,
  view: JSX.Element | Promise<JSX.Element>,
  status: ContentfulStatusCode = 200,
): Promise<Response> {
  return c.html(`<!DOCTYPE html>${await view}`, status)
}

/** For 429: how long to wait, in whole seconds (RFC 9110 section 10.2.3). */
export function setRetryAfter(c: Context, until: number, now: number): void {
  c.header('Retry-After', String(Math.max(1, Math.ceil((until - now) / 1000))))
}
