import type { ChildProcess } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { join } from 'node:path'
import { ask } from './ask.ts'
import { endChild, startChild } from './driver/child-process.ts'
import { temporaryFolder } from './driver/temporary-folder.ts'

const START_MS = 60_000
const STOP_MS = 3000
const DEMO_SITE = join(import.meta.dirname, '../../demo-site')

/** The demo site in a process of its own, with its own data, key and clock. */
export interface Site {
  /** Such as `http://localhost:40123`. */
  origin: string
  /** The folder of its databases. */
  dataDir: string
  /** Moves the site's clock on. */
  advanceClock(seconds: number): Promise<void>
  /** Subjects of the mails that were sent to an address, newest first. */
  mailSubjects(to: string): Promise<string[]>
  /** The same mails, with what they say. */
  mails(to: string): Promise<Mail[]>
  stop(): Promise<void>
}

export interface Mail {
  subject: string
  body: string
}

/** Starts the demo site on a free port and waits for its line; with a region, the site of that country. */
export async function startSite(region?: 'uk' | 'au' | 'se'): Promise<Site> {
  const data = temporaryFolder('site')
  const server = startChild(process.execPath, ['--import', 'tsx', 'src/server.ts'], {
    cwd: DEMO_SITE,
    env: {
      PATH: process.env.PATH,
      PORT: '0',
      DATA_DIR: data.path,
      COUNTERSIGN_TEST_CONTROLS: '1',
      COUNTERSIGN_KEY: randomBytes(32).toString('base64'),
      ...(region && { REGION: region }),
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const stop = async () => {
    await endChild(server, () => server.kill('SIGTERM'), STOP_MS)
    data.remove()
  }
  try {
    const origin = await readAddress(server)
    return {
      origin,
      dataDir: join(data.path, region ?? ''),
      stop,
      advanceClock: (seconds) => advanceClock(origin, seconds),
      mailSubjects: async (to) => (await readMails(origin, to)).map(({ subject }) => subject),
      mails: (to) => readMails(origin, to),
    }
  } catch (error) {
    await stop()
    throw error
  }
}

function readAddress(server: ChildProcess): Promise<string> {
  let said = ''
  return new Promise((resolve, reject) => {
    const giveUp = setTimeout(() => reject(new Error(`The demo site does not answer: ${said}`)), START_MS)
    server.once('error', reject)
    server.once('exit', (code) => reject(new Error(`The demo site ended with ${code}: ${said}`)))
    const read = (data: Buffer) => {
      said = `${said}${data}`.slice(-8000)
      const address = /^Countersign demo: (\S+)$/m.exec(said)?.[1]
      if (!address) return
      clearTimeout(giveUp)
      resolve(address)
    }
    server.stdout?.on('data', read)
    server.stderr?.on('data', read)
  })
}

async function advanceClock(origin: string, seconds: number): Promise<void> {
  const { status, text } = await ask(origin, '/test/clock', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ advanceSeconds: seconds }),
  })
  if (status !== 200) throw new Error(`The site's clock was not moved: ${status} ${text}`)
}

async function readMails(origin: string, to: string): Promise<Mail[]> {
  const { status, text } = await ask(origin, `/test/outbox?to=${encodeURIComponent(to)}`)
  if (status !== 200) throw new Error(`The outbox was not read: ${status} ${text}`)
  return JSON.parse(text) as Mail[]
}
