import { type ChildProcess, fork } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Limits, Store, TwoFactor } from 'countersign'
import { memoryStore } from 'countersign/memory'
import { decodeBase32, generateTotp } from 'countersign/otp'
import {
  createRacer,
  type MeetingPlace,
  openMeetingPlace,
  RACE_TIME,
  type Submission,
  submitAll,
} from './race-setup.ts'
import type { RaceOrder, RaceReport } from './race-worker.ts'

const PROCESSES = 4
const CODE_SUBMISSIONS = 20
const RECOVERY_SUBMISSIONS = 30

export type RaceStore = 'memory' | 'sqlite' | 'postgres' | 'mysql'

export interface RaceResult {
  rounds: number
  /** Successes over all rounds of one code submitted 20 times in parallel, over 20 challenges. */
  totpWinners: number
  /** Successes over all rounds of one recovery code submitted 30 times in parallel, over 30 challenges. */
  recoveryWinners: number
}

export interface RaceOutcome extends RaceResult {
  /** How often each status came back, so that a race that never took place can't look like a safe one. */
  statuses: Record<string, number>
}

export interface RaceOptions {
  store: RaceStore
  rounds: number
  limits: Partial<Limits>
  /** Connection string of an empty database, for the servers. */
  databaseUrl?: string
}

type Field = { submit(submissions: Submission[]): Promise<string[]>; close(): Promise<void> }

/** Races submissions of one code against each other: in one process for memory, in four for the others. */
export async function runRaces({
  store: name,
  rounds,
  limits,
  databaseUrl,
}: RaceOptions): Promise<RaceOutcome> {
  const folder = mkdtempSync(join(tmpdir(), 'countersign-races-'))
  const place = name === 'memory' ? null : findPlace(name, folder, databaseUrl)
  const store: Store = place === null ? memoryStore() : openMeetingPlace(place)
  const referee = createRacer(store, limits)
  try {
    await referee.migrate()
    const field = place === null ? startInProcess(referee) : await startProcesses(place, limits)
    try {
      const outcome: RaceOutcome = { rounds, totpWinners: 0, recoveryWinners: 0, statuses: {} }
      for (let round = 0; round < rounds; round++) {
        const user = await enroll(referee, `${name}-${round}-${randomUUID()}`)
        const byCode = await field.submit(
          await open(referee, user.userId, CODE_SUBMISSIONS, 'totp', user.code),
        )
        // A user of its own: what the first race left in the counters must not decide the second.
        const other = await enroll(referee, `${user.userId}-recovery`)
        const recoverySubmissions = await open(
          referee,
          other.userId,
          RECOVERY_SUBMISSIONS,
          'recovery_code',
          other.recoveryCode,
        )
        const byRecovery = await field.submit(recoverySubmissions)
        outcome.totpWinners += countWins(byCode)
        outcome.recoveryWinners += countWins(byRecovery)
        for (const status of [...byCode, ...byRecovery])
          outcome.statuses[status] = (outcome.statuses[status] ?? 0) + 1
      }
      return outcome
    } finally {
      await field.close()
    }
  } finally {
    await referee.close()
    rmSync(folder, { recursive: true, force: true })
  }
}

function findPlace(
  store: MeetingPlace['store'],
  folder: string,
  databaseUrl: string | undefined,
): MeetingPlace {
  if (store === 'sqlite') return { store, where: join(folder, 'races.db') }
  if (databaseUrl === undefined) throw new Error('a race on a server needs databaseUrl')
  return { store, where: databaseUrl }
}

function countWins(statuses: readonly string[]): number {
  return statuses.filter((status) => status === 'ok').length
}

async function enroll(twoFactor: TwoFactor, userId: string) {
  const begun = await twoFactor.enrollment.begin({ userId })
  if (begun.status !== 'pending' || begun.type !== 'totp') throw new Error(`no enrollment: ${begun.status}`)
  const secret = decodeBase32(begun.secret) as Uint8Array
  const parameters = {
    type: 'totp' as const,
    secret,
    algorithm: 'SHA1' as const,
    digits: 6,
    period: 30,
    counter: 0,
  }
  // Confirmed with the step before, so that the current one is still to be used.
  const code = generateTotp(parameters, RACE_TIME - 30_000)
  const confirmed = await twoFactor.enrollment.confirm({ userId, enrollmentId: begun.enrollmentId, code })
  if (confirmed.status !== 'ok') throw new Error(`not confirmed: ${confirmed.status}`)
  const current = [0, 30_000]
    .map((offset) => generateTotp(parameters, RACE_TIME + offset))
    .find((next) => next !== code) as string
  return { userId, code: current, recoveryCode: confirmed.recoveryCodes[0] as string }
}

async function open(
  twoFactor: TwoFactor,
  userId: string,
  count: number,
  method: Submission['method'],
  code: string,
) {
  const submissions: Submission[] = []
  for (let made = 0; made < count; made++) {
    const begun = await twoFactor.login.begin({ userId })
    if (begun.status !== 'challenge') throw new Error(`no challenge: ${begun.status}`)
    submissions.push({ token: begun.token, method, code })
  }
  return submissions
}

function startInProcess(twoFactor: TwoFactor): Field {
  return { submit: (submissions) => submitAll(twoFactor, submissions), close: async () => undefined }
}

async function startProcesses(place: MeetingPlace, limits: Partial<Limits>): Promise<Field> {
  const processes = Array.from({ length: PROCESSES }, () =>
    fork(join(import.meta.dirname, 'race-worker.ts'), { stdio: ['ignore', 'ignore', 'inherit', 'ipc'] }),
  )
  await Promise.all(processes.map((child) => ask(child, { type: 'open', place, limits })))
  return {
    async submit(submissions) {
      await Promise.all(
        processes.map((child, index) =>
          ask(child, { type: 'load', submissions: submissions.filter((_, at) => at % PROCESSES === index) }),
        ),
      )
      const reports = await Promise.all(processes.map((child) => ask(child, { type: 'go' })))
      return reports.flatMap((report) => (report.type === 'done' ? report.statuses : []))
    },
    async close() {
      await Promise.all(
        processes.map(async (child) => {
          if (child.exitCode !== null) return
          const gone = once(child, 'exit')
          child.send({ type: 'close' } satisfies RaceOrder)
          await gone
        }),
      )
    },
  }
}

function ask(child: ChildProcess, order: RaceOrder): Promise<RaceReport> {
  return new Promise((resolve, reject) => {
    const onExit = () => reject(new Error('a process of the race ended early'))
    child.once('exit', onExit)
    child.once('message', (report: RaceReport) => {
      child.off('exit', onExit)
      if (report.type === 'failed') reject(new Error(report.message))
      else resolve(report)
    })
    child.send(order)
  })
}
