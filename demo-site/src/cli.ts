import { parseArgs } from 'node:util'
import { runClient } from './client/run-client.ts'
import { openTerminal } from './client/terminal.ts'

const usage = `npm run client --workspace demo-site -- [--site ADDRESS] EMAIL

Signs in by the API with a password and a code, and prints the client notes.

  --site  where the site is (http://localhost:3000)
`

const { values, positionals } = parseArgs({
  options: { site: { type: 'string', default: 'http://localhost:3000' }, help: { type: 'boolean' } },
  allowPositionals: true,
})
const [address] = positionals
if (values.help || address === undefined || positionals.length > 1) {
  process.stderr.write(usage)
  process.exit(values.help ? 0 : 1)
}

const terminal = openTerminal()
try {
  const print = (line: string) => void process.stdout.write(`${line}\n`)
  process.exitCode = await runClient({ site: values.site, address, ask: terminal.ask, print })
} catch {
  process.stderr.write(`Nothing that answers like the demo site is at ${values.site}.\n`)
  process.exitCode = 1
} finally {
  terminal.close()
}
