import { startPostgres } from '../postgres.ts'
import { type RaceOutcome, type RaceResult, type RaceStore, runRaces } from './race-rounds.ts'
import { RAISED } from './race-setup.ts'

// npm run bench -- races [--json]: one code, many hands. Anything but one winner a round ends with an error.
const ROUNDS = 50
const STORES: RaceStore[] = ['memory', 'sqlite', 'postgres']
const modes = [
  { name: 'raised limits', key: 'stores', limits: RAISED },
  { name: 'default limits', key: 'withDefaultLimits', limits: {} },
] as const

const json = process.argv.includes('--json')
const say = (text: string) => (json ? console.error(text) : console.log(text))
const server = await startPostgres()
const summary: Record<string, Record<string, RaceResult>> = {}
let isSafe = true
try {
  for (const { name, key, limits } of modes) {
    const results: Record<string, RaceResult> = {}
    summary[key] = results
    for (const store of STORES) {
      const options = { store, rounds: ROUNDS, limits }
      const databaseUrl = store === 'postgres' ? await server.createDatabase(key.toLowerCase()) : undefined
      const outcome = await runRaces(databaseUrl === undefined ? options : { ...options, databaseUrl })
      const { rounds, totpWinners, recoveryWinners } = outcome
      results[store] = { rounds, totpWinners, recoveryWinners }
      isSafe &&= totpWinners === rounds && recoveryWinners === rounds
      say(describe(name, store, outcome))
    }
  }
} finally {
  await server.stop()
}
if (json) console.log(JSON.stringify({ stores: summary.stores }))
if (!isSafe) process.exitCode = 1

function describe(
  mode: string,
  store: string,
  { rounds, totpWinners, recoveryWinners, statuses }: RaceOutcome,
): string {
  const counts = Object.entries(statuses).map(([status, count]) => `${status} ${count}`)
  return `${mode}, ${store}: ${rounds} rounds, ${totpWinners} winners by code, ${recoveryWinners} by recovery code (${counts.join(', ')})`
}
