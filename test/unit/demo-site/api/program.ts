import { Ajv2020 } from 'ajv/dist/2020.js'
import { expect } from 'vitest'
import type { TestSite } from '../test-site.ts'
import { origin } from '../visitor.ts'

interface Described {
  paths: Record<
    string,
    Record<string, { responses: Record<string, { content?: Record<string, { schema: object }> }> }>
  >
}

/** Single members of whatever the answer may be; whether they are there is checked by the description. */
interface Body {
  status: string | number
  code: string
  token: string
  challenge: string
  expiresAt: string
  resendAt: string
  methods: { id: string; type: string; number?: string }[]
  enrollment: string
  secret: string
  recoveryCodes: string[]
  device: { token: string; expiresAt: string }
  notes: unknown[]
}

export interface Answered {
  status: number
  headers: Headers
  body: Body
}

/**
 * A mobile client: sends JSON and a bearer token, keeps no cookies. Every answer that it gets is held against what
 * `/api/openapi.json` says about that operation and status.
 */
export async function createProgram(site: TestSite) {
  const response = await site.app.request(`${origin}/api/openapi.json`)
  const document = (await response.json()) as Described
  const ajv = new Ajv2020({ strict: false, validateFormats: false, allErrors: true })

  function check(
    method: string,
    path: string,
    { status, body, type }: { status: number; body: unknown; type: string | null },
  ) {
    const described = path.replace('/api/v1', '').replace(/^\/notes\/.+/, '/notes/{id}')
    const operation = document.paths[described]?.[method.toLowerCase()]
    if (!operation) return
    const where = `${method} ${described} ${status}`
    const content = operation.responses[status]?.content
    expect(Object.keys(operation.responses), where).toContain(String(status))
    if (content === undefined) return expect(body, where).toBeNull()
    const [[media, { schema }] = ['', { schema: {} }]] = Object.entries(content)
    expect(type?.split(';')[0], where).toBe(media)
    const validate = ajv.compile(schema)
    expect(validate(body) ? [] : validate.errors, where).toEqual([])
  }

  async function ask(
    method: string,
    path: string,
    { body, token, headers = {} }: { body?: unknown; token?: string; headers?: Record<string, string> } = {},
  ): Promise<Answered> {
    const answer = await site.app.request(`${origin}${path}`, {
      method,
      headers: {
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
        ...headers,
      },
      ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    })
    expect(answer.headers.getSetCookie()).toEqual([])
    const text = await answer.text()
    const read = (text === '' ? null : JSON.parse(text)) as Body
    check(method, path, { status: answer.status, body: read, type: answer.headers.get('content-type') })
    return { status: answer.status, headers: answer.headers, body: read }
  }

  return {
    document,
    ask,
    get: (path: string, token?: string) => ask('GET', `/api/v1${path}`, token === undefined ? {} : { token }),
    post: (path: string, body: unknown, headers: Record<string, string> = {}) =>
      ask('POST', `/api/v1${path}`, { body, headers }),
    signOut: (token: string) => ask('DELETE', '/api/v1/sessions/current', { token }),
  }
}
