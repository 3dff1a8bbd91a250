import { z } from 'zod'
import type { Config } from '../config.ts'
import type { Operation } from './operation.ts'
import { type ProblemCode, problemBody, problems } from './problem.ts'

/** What every operation may answer. */
const always: readonly ProblemCode[] = ['malformed_request', 'other_host', 'server_error']

/** Describes the API in OpenAPI 3.1, from the schemas that requests are checked by. */
export function describeApi(
  { issuer, baseUrl }: Pick<Config, 'issuer' | 'baseUrl'>,
  operations: readonly Operation[],
): object {
  const paths: Record<string, Record<string, object>> = {}
  for (const operation of operations) {
    paths[operation.path] ??= {}
    Object.assign(paths[operation.path] ?? {}, {
      [operation.method.toLowerCase()]: describeOperation(operation),
    })
  }
  return {
    openapi: '3.1.0',
    info: {
      title: issuer,
      version: '1',
      description:
        'For mobile clients. Sign in with the password, then with a code; the token that comes back goes into Authorization. Cookies are not looked at.',
    },
    servers: [{ url: `${baseUrl}/api/v1` }],
    paths,
    components: { securitySchemes: { session: { type: 'http', scheme: 'bearer' } } },
  }
}

function describeOperation({ id, path, summary, bearer, body, answers, problems }: Operation): object {
  const names = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name)
  const codes = [
    ...always,
    ...(bearer ? (['unauthorized'] as const) : []),
    ...(body ? (['unsupported_media_type', 'too_large'] as const) : []),
    ...problems,
  ]
  return {
    operationId: id,
    summary,
    security: bearer ? [{ session: [] }] : [],
    ...(names.length === 0
      ? {}
      : {
          parameters: names.map((name) => ({ name, in: 'path', required: true, schema: { type: 'string' } })),
        }),
    ...(body
      ? {
          requestBody: {
            required: true,
            content: { 'application/json': { schema: toSchema(body, 'input') } },
          },
        }
      : {}),
    responses: { ...describeAnswers(answers), ...describeProblems(codes) },
  }
}

function describeAnswers(answers: Operation['answers']): Record<string, object> {
  return Object.fromEntries(
    Object.entries(answers).map(([status, schema]) => [
      status,
      schema instanceof z.ZodNull
        ? { description: 'Done.' }
        : { description: 'Done.', content: { 'application/json': { schema: toSchema(schema, 'output') } } },
    ]),
  )
}

function describeProblems(codes: readonly ProblemCode[]): Record<string, object> {
  const byStatus = Map.groupBy(codes, (code) => problems[code].status)
  return Object.fromEntries(
    [...byStatus].map(([status, group]) => [
      String(status),
      {
        description: group.join(', '),
        content: { 'application/problem+json': { schema: toSchema(problemBody(group), 'output') } },
      },
    ]),
  )
}

function toSchema(schema: z.ZodType, io: 'input' | 'output'): object {
  // The dialect of OpenAPI 3.1 is the same draft, so it need not be named in each place.
  const { $schema: _, ...described } = z.toJSONSchema(schema, { io })
  return described
}
