import type { Context, Hono } from 'hono'
import type { ContentfulStatusCode } from 'hono/utils/http-status'
import type { z } from 'zod'
import type { Site, SiteEnv } from '../http/site.ts'
import { type Caller, findCaller } from './bearer.ts'
import { type ProblemCode, type ProblemFacts, sendProblem } from './problem.ts'

/** What a program may ask: the routes are registered from this, requests are checked by it, and the document is made of it. */
export interface Operation<
  Body extends z.ZodType = z.ZodType,
  Answers extends Record<number, z.ZodType> = Record<number, z.ZodType>,
  Code extends ProblemCode = ProblemCode,
> {
  id: string
  method: 'GET' | 'POST' | 'DELETE'
  /** As in OpenAPI: `/notes/{id}`. */
  path: string
  summary: string
  /** Whether it takes the token of a session. */
  bearer: boolean
  /** Null where nothing is sent along. */
  body: Body | null
  /** By status; `z.null()` for an answer without a body. */
  answers: Answers
  /** Beyond those that every operation has. */
  problems: readonly Code[]
}

/** Gives the compiler the exact types of an operation, so that its handler can answer nothing else. */
export function defineOperation<
  Body extends z.ZodType,
  Answers extends Record<number, z.ZodType>,
  Code extends ProblemCode = never,
>(operation: Operation<Body, Answers, Code>): Operation<Body, Answers, Code> {
  return operation
}

type Answer<Answers extends Record<number, z.ZodType>> = {
  [Status in keyof Answers]: { status: Status; body: z.input<Answers[Status]> }
}[keyof Answers]

type Refusal<Code extends ProblemCode> = { problem: Code } & ProblemFacts

interface Request<Body extends z.ZodType> {
  c: Context<SiteEnv>
  body: z.output<Body>
  /** Throws when the operation takes no token. */
  caller(): Caller
}

/** Registers an operation. `handle` sees only requests that are what the operation says. */
export function serveOperation<
  Body extends z.ZodType,
  Answers extends Record<number, z.ZodType>,
  Code extends ProblemCode,
>(
  api: Hono<SiteEnv>,
  site: Site,
  operation: Operation<Body, Answers, Code>,
  handle: (request: Request<Body>) => Promise<Answer<NoInfer<Answers>> | Refusal<NoInfer<Code>>>,
): void {
  const path = operation.path.replaceAll(/\{(\w+)\}/g, ':$1')
  api.on(operation.method, path, async (c) => {
    const caller = operation.bearer ? await findCaller(c, site) : null
    if (operation.bearer && caller === null) return sendProblem(c, 'unauthorized')
    const read = await readBody(c, operation.body)
    if ('problem' in read) {
      const { problem, ...facts } = read
      return sendProblem(c, problem, facts)
    }
    const answer = await handle({
      c,
      body: read.body,
      caller() {
        if (caller === null) throw new Error(`${operation.id} takes no token`)
        return caller
      },
    })
    if ('problem' in answer) {
      const { problem, ...facts } = answer
      return sendProblem(c, problem, facts)
    }
    if (answer.body === null) return c.body(null, 204)
    return c.json(answer.body, Number(answer.status) as ContentfulStatusCode)
  })
}

type BodyRead<Body extends z.ZodType> =
  | { body: z.output<Body> }
  | { problem: 'unsupported_media_type' | 'malformed_request'; fields?: string[] }

async function readBody<Body extends z.ZodType>(
  c: Context<SiteEnv>,
  schema: Body | null,
): Promise<BodyRead<Body>> {
  if (schema === null) return { body: undefined as z.output<Body> }
  // A form of another site can't send this type, so that nobody signs in by one.
  const type = c.req.header('content-type')?.split(';')[0]?.trim().toLowerCase()
  if (type !== 'application/json') return { problem: 'unsupported_media_type' }
  const parsed = schema.safeParse(parseJson(await c.req.text()))
  if (parsed.success) return { body: parsed.data }
  const paths = parsed.error.issues.flatMap((issue) =>
    // Names that somebody made up are not repeated.
    issue.code === 'unrecognized_keys' ? [] : [issue.path.map(String).join('.')],
  )
  return { problem: 'malformed_request', fields: [...new Set(paths)].filter((field) => field !== '') }
}

/** Undefined for what is no JSON, and for text with a NUL character, which PostgreSQL stores nowhere and nobody types. */
function parseJson(text: string): unknown {
  let hasNul = false
  try {
    const value: unknown = JSON.parse(text, (key, part) => {
      hasNul ||= key.includes('\0') || (typeof part === 'string' && part.includes('\0'))
      return part
    })
    return hasNul ? undefined : value
  } catch {
    return undefined
  }
}
