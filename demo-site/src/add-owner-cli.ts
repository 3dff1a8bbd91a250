import { parseArgs } from 'node:util'
import { addOwner, addSupporter } from './client/add-owner.ts'
import { readCommandLine } from './client/read-command-line.ts'
import { openTerminal } from './client/terminal.ts'
import { systemClock } from './clock.ts'
import { readConfig } from './config.ts'
import { listProblems, openDatabase } from './db/open-database.ts'

const usage = `npm run add-owner --workspace demo-site -- --clinic CLINIC --name NAME [--time-zone ZONE] EMAIL
npm run add-owner --workspace demo-site -- --support --name NAME EMAIL

Makes a clinic and its owner, and asks for a password, in the database that the server of this environment uses.
With --support it makes somebody who decides on the account recovery of a clinic's only owner, and no clinic.

  --clinic     what the clinic is called
  --support    somebody of the site's own support, in place of an owner
  --name       what they are called; not needed for somebody who has an account
  --time-zone  where the clinic is, such as Europe/London (that of the site)
`

const given = readCommandLine(() =>
  parseArgs({
    options: {
      ...{ clinic: { type: 'string', default: '' }, name: { type: 'string', default: '' } },
      ...{ 'time-zone': { type: 'string' }, support: { type: 'boolean' }, help: { type: 'boolean' } },
    },
    allowPositionals: true,
  }),
)
const [address] = given?.positionals ?? []
if (given === null || given.values.help || address === undefined || given.positionals.length > 1) {
  process.stderr.write(usage)
  process.exit(given?.values.help ? 0 : 1)
}

// The databases are for their own user, as when the server makes them.
process.umask(0o077)
const terminal = openTerminal()
try {
  const config = readConfig(process.env)
  const db = await openDatabase(config)
  const { clinic, name, 'time-zone': timeZone = config.timeZone, support } = given.values
  const print = (line: string) => void process.stderr.write(`${line}\n`)
  const surroundings = { db, now: systemClock.now(), siteName: config.issuer, ask: terminal.ask, print }
  process.exitCode = support
    ? await addSupporter({ address, name }, surroundings)
    : await addOwner({ address, clinic, name, timeZone }, surroundings)
  await db.close()
} catch (error) {
  const problems = listProblems(error).map((problem) => `- ${problem}\n`)
  process.stderr.write(`Nobody was added.\n${problems.join('')}`)
  process.exitCode = 1
} finally {
  terminal.close()
}
