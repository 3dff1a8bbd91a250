/** @jsxRuntime automatic @jsxImportSource hono/jsx */
import type { Context } from 'hono'
import { HTTPException } from 'hono/http-exception'
import type { ContentfulStatusCode } from 'hono/utils/http-status'
import { type ProblemCode, sendProblem } from '../api/problem.ts'
import { ProblemPage } from '../views/problem-page.tsx'
import { render } from './render.ts'
import type { Site, SiteEnv } from './site.ts'

type Problem = 'badRequest' | 'forbidden' | 'notFound' | 'tooLarge' | 'otherHost' | 'server'

const problems: Partial<Record<number, Problem>> = {
  400: 'badRequest',
  403: 'forbidden',
  404: 'notFound',
  413: 'tooLarge',
  421: 'otherHost',
}

const apiCodes: Partial<Record<number, ProblemCode>> = {
  400: 'malformed_request',
  403: 'forbidden',
  404: 'not_found',
  413: 'too_large',
  421: 'other_host',
}

/** Answers with a page of the site that says what happened, that nothing was lost, and what to do next; programs get a code. */
export async function renderProblem(
  c: Context<SiteEnv>,
  status: ContentfulStatusCode,
  /** The address of the site, where it was asked for under another one. */
  ownAddress: string | null = null,
): Promise<Response> {
  if (c.req.path.startsWith('/api/')) return sendProblem(c, apiCodes[status] ?? 'server_error')
  const { page } = c.var
  const text = page.text.problem
  const problem = problems[status] ?? 'server'
  return render(
    c,
    <ProblemPage
      page={page}
      title={text[`${problem}Title`]}
      sentence={text[problem]}
      ownAddress={ownAddress}
      reference={problem === 'server' ? text.reference(c.var.requestId) : null}
    />,
    status,
  )
}

/** Whatever a route throws. The person learns that something broke, the log learns what; neither learns a secret. */
export function handleError(site: Site): (error: Error, c: Context<SiteEnv>) => Promise<Response> {
  return async (error, c) => {
    if (error instanceof HTTPException && problems[error.status]) return renderProblem(c, error.status)
    const code = 'code' in error && typeof error.code === 'string' ? error.code : null
    // Only where it broke: an error's message may quote what somebody typed.
    const where =
      error.stack
        ?.split('\n')
        .filter((line) => /^\s+at /.test(line))
        .slice(0, 4)
        .join(' ') ?? null
    site.log.error('request.failed', { id: c.var.requestId, name: error.name, code, where })
    try {
      return await renderProblem(c, 500)
    } catch {
      // The page itself is what is broken.
      return c.text('500', 500)
    }
  }
}
