import { join } from 'node:path'
import { endChild, startChild } from './driver/child-process.ts'
import type { Site } from './site.ts'
import { SITE_PASSWORD } from './stage.ts'

const DEMO_SITE = join(import.meta.dirname, '../../demo-site')

/** What the API answered, and whether it handed out a cookie. */
interface ApiAnswer {
  status: number
  body: Record<string, unknown>
  cookies: string[]
}

/** A request of a program to the API: no cookie goes along. */
export async function callApi(
  { origin }: Site,
  method: 'GET' | 'POST' | 'DELETE',
  path: string,
  { body, token }: { body?: object; token?: string } = {},
): Promise<ApiAnswer> {
  const response = await fetch(`${origin}/api/v1${path}`, {
    method,
    headers: {
      ...(body && { 'content-type': 'application/json' }),
      ...(token && { authorization: `Bearer ${token}` }),
    },
    ...(body && { body: JSON.stringify(body) }),
  })
  const text = await response.text()
  return {
    status: response.status,
    body: text === '' ? {} : (JSON.parse(text) as Record<string, unknown>),
    cookies: response.headers.getSetCookie(),
  }
}

/** The first step of a sign-in by the API. */
export function passPassword(site: Site, address: string): Promise<ApiAnswer> {
  return callApi(site, 'POST', '/sessions', { body: { address, password: SITE_PASSWORD } })
}

/** Both steps, with a code from an app. */
export async function signInByApi(site: Site, address: string, code: string): Promise<ApiAnswer> {
  const { body } = await passPassword(site, address)
  const answer = { challenge: body.challenge, method: 'totp', code }
  return callApi(site, 'POST', '/sessions/verify', { body: answer })
}

/** Runs the client for the command line, which reads the answers to its questions from its input. */
export async function runCommandLine(
  { origin }: Site,
  address: string,
  answers: string[],
): Promise<{ exitCode: number | null; printed: string }> {
  const child = startChild(process.execPath, ['--import', 'tsx', 'src/cli.ts', '--site', origin, address], {
    cwd: DEMO_SITE,
    env: { PATH: process.env.PATH },
    stdio: ['pipe', 'pipe', 'ignore'],
  })
  try {
    let printed = ''
    child.stdout?.on('data', (data: Buffer) => {
      printed += data
    })
    const ended = new Promise<number | null>((resolve) => child.once('close', resolve))
    child.stdin?.end(answers.map((answer) => `${answer}\n`).join(''))
    return { exitCode: await ended, printed }
  } finally {
    await endChild(child, () => child.kill('SIGTERM'), 3000)
  }
}
