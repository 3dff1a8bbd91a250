import { createInterface } from 'node:readline/promises'
import { Writable } from 'node:stream'
import { parseArgs } from 'node:util'
import { runClient } from './client/run-client.ts'

const usage = `npm run client --workspace demo-site -- [--site ADDRESS] EMAIL

Signs in by the API with a password and a code, and prints the client notes.

  --site  where the site is (http://localhost:3000)
`

/** The terminal, which shows nothing while it is muted: nobody reads a password over a shoulder. */
function openTerminal() {
  let muted = false
  const output = new Writable({
    write(chunk, _encoding, done) {
      if (!muted) process.stderr.write(chunk)
      done()
    },
  })
  const terminal = createInterface({ input: process.stdin, output, terminal: process.stdin.isTTY })
  // Lines that come at once, out of a pipe, wait here for their questions.
  const lines = terminal[Symbol.asyncIterator]()
  return {
    async ask(question: string, { hidden } = { hidden: false }) {
      process.stderr.write(question)
      muted = hidden
      const { value } = await lines.next()
      muted = false
      if (hidden) process.stderr.write('\n')
      return typeof value === 'string' ? value : ''
    },
    close: () => terminal.close(),
  }
}

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
