import type { Locale } from '../text/catalogue.ts'
import { clientEn } from '../text/client-en.ts'
import { clientSv } from '../text/client-sv.ts'
import { type Ask, InputEnded } from './terminal.ts'

export const clientText = { en: clientEn, sv: clientSv }

/** What the client needs from its surroundings. */
export interface ClientOptions {
  /** Where the site is, such as `http://localhost:3000`. */
  site: string
  address: string
  /** What is spoken, by the client and by the API. */
  locale?: Locale
  ask: Ask
  print(line: string): void
  fetch?: typeof globalThis.fetch
}

interface Session {
  status: 'complete'
  token: string
}

interface Challenge {
  status: 'challenge'
  challenge: string
  methods: { id: string; type: 'totp' | 'sms' | 'recovery_code'; number?: string; preferred: boolean }[]
}

interface Enroll {
  status: 'enroll'
  proof: 'none' | 'mailed'
  challenge: string
  methods: ('totp' | 'sms')[]
  message: string
  url: string
}

interface PendingApp {
  enrollment: string
  secret: string
  uri: string
}

interface Problem {
  title: string
  code: string
  attemptsLeft?: number
}

interface Notes {
  notes: { id: string; client: string; title: string; clinic: string; writtenAt: string }[]
}

/** What the API answered instead of what was asked for. */
class Refused extends Error {
  readonly problem: Problem

  constructor(problem: Problem) {
    super(problem.title)
    this.problem = problem
  }
}

/**
 * Signs in by the API, with a code where one is asked for, prints the notes, and signs out: all that a mobile client has
 * to know. Returns the exit code of the process.
 */
export async function runClient(options: ClientOptions): Promise<number> {
  const { address, ask, print, locale = 'en' } = options
  const text = clientText[locale]
  const api = createApi(options)
  try {
    const password = await ask(text.password(address), { hidden: true })
    const begun = await api.send<Session | Challenge | Enroll>('POST', '/sessions', { address, password })
    if (begun.status === 'enroll' && !begun.methods.includes('totp')) {
      print(`${begun.message}\n${begun.url}`)
      await api.send('POST', '/sessions/cancel', { challenge: begun.challenge })
      return 1
    }
    const { token } = await finish(api, begun, options)
    try {
      for (const line of await readNotes(api, token, text)) print(line)
    } finally {
      await api.send('DELETE', '/sessions/current', undefined, token)
    }
    return 0
  } catch (error) {
    if (error instanceof InputEnded) print(text.ended)
    else if (error instanceof Refused) print(error.problem.title)
    else throw error
    return 1
  }
}

async function readNotes(api: Api, token: string, text: typeof clientEn): Promise<string[]> {
  try {
    const { notes } = await api.send<Notes>('GET', '/notes', undefined, token)
    if (notes.length === 0) return [text.noNotes]
    return notes.map(
      ({ writtenAt, clinic, client, title }) => `${writtenAt.slice(0, 10)}  ${clinic}  ${client}: ${title}`,
    )
  } catch (error) {
    if (error instanceof Refused && error.problem.code === 'forbidden') return [text.noAccess]
    throw error
  }
}

const textOf = ({ locale = 'en' }: ClientOptions) => clientText[locale]

async function finish(
  api: Api,
  begun: Session | Challenge | Enroll,
  options: ClientOptions,
): Promise<Session> {
  switch (begun.status) {
    case 'complete':
      return begun
    case 'challenge':
      return showCode(api, begun, options)
    case 'enroll':
      return setUpApp(api, begun, options)
  }
}

/** The second step, by the method that the person prefers. */
async function showCode(
  api: Api,
  { challenge, methods }: Challenge,
  options: ClientOptions,
): Promise<Session> {
  const method = methods.find(({ preferred }) => preferred) ?? methods[0]
  if (!method) throw new Error('a challenge has at least one method')
  if (method.type === 'sms') {
    await api.send('POST', '/sessions/sms', { challenge, factor: method.id })
    options.print(textOf(options).sentTo(method.number ?? ''))
  }
  return askUntilRight(options, textOf(options).code, (code) => {
    const isRecoveryCode = code.replaceAll(/[\s-]/g, '').length > 8
    const chosen = isRecoveryCode ? 'recovery_code' : method.type
    return api.send<Session>('POST', '/sessions/verify', { challenge, method: chosen, code })
  })
}

/** A new authenticator app, where the account needs one before anybody is let in. */
async function setUpApp(api: Api, begun: Enroll, options: ClientOptions): Promise<Session> {
  const { print } = options
  const text = textOf(options)
  print(begun.message)
  const { challenge } =
    begun.proof === 'none'
      ? begun
      : await askUntilRight(options, text.mailedCode, (code) =>
          api.send<Pick<Enroll, 'challenge'>>('POST', '/sessions/proof', {
            challenge: begun.challenge,
            code,
          }),
        )
  const { enrollment, secret, uri } = await api.send<PendingApp>('POST', '/sessions/set-up', { challenge })
  print(text.key(secret, uri))
  const { recoveryCodes, ...session } = await askUntilRight(options, text.firstCode, (code) =>
    api.send<Session & { recoveryCodes: string[] }>('POST', '/sessions/set-up/confirm', {
      ...{ challenge, enrollment, code },
    }),
  )
  print([text.recoveryCodes, ...recoveryCodes].join('\n'))
  return session
}

/** Asks for a code, and again after a wrong one while there are tries left. */
async function askUntilRight<Answer>(
  { ask, print }: ClientOptions,
  question: string,
  send: (code: string) => Promise<Answer>,
): Promise<Answer> {
  for (;;) {
    try {
      return await send(await ask(question))
    } catch (error) {
      if (!(error instanceof Refused)) throw error
      const { code, attemptsLeft = 0 } = error.problem
      if (code !== 'code_malformed' && attemptsLeft === 0) throw error
      print(error.problem.title)
    }
  }
}

type Api = ReturnType<typeof createApi>

function createApi({ site, locale = 'en', fetch = globalThis.fetch }: ClientOptions) {
  const base = site.replace(/\/+$/, '')
  return {
    /** Throws `Refused` for what the API refuses. */
    async send<Answer>(method: string, path: string, body?: object, token?: string): Promise<Answer> {
      const answer = await fetch(`${base}/api/v1${path}`, {
        method,
        headers: {
          'accept-language': locale,
          ...(body === undefined ? {} : { 'content-type': 'application/json' }),
          ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
        },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      })
      const text = await answer.text()
      const read: unknown = text === '' ? null : JSON.parse(text)
      if (!answer.ok) throw new Refused(read as Problem)
      return read as Answer
    },
  }
}
