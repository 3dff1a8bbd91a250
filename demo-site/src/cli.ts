import { parseArgs } from 'node:util'
import { fetchLocally } from './client/fetch-locally.ts'
import { readCommandLine } from './client/read-command-line.ts'
import { clientText, runClient } from './client/run-client.ts'
import { openTerminal } from './client/terminal.ts'
import { fallbackLocale, isLocale } from './text/catalogue.ts'

const defaultSite = 'http://localhost:3000'

const given = readCommandLine(() =>
  parseArgs({
    options: {
      site: { type: 'string', default: defaultSite },
      locale: { type: 'string' },
      help: { type: 'boolean' },
    },
    allowPositionals: true,
  }),
)
// The language that was asked for is spoken also to who has asked for something else that there is not.
const { locale: wanted } =
  given?.values ?? parseArgs({ strict: false, options: { locale: { type: 'string' } } }).values
const { LC_ALL, LC_MESSAGES, LANG } = process.env
const spoken = String(wanted ?? (LC_ALL || LC_MESSAGES || LANG || ''))
  .slice(0, 2)
  .toLowerCase()
const locale = isLocale(spoken) ? spoken : fallbackLocale

const [address] = given?.positionals ?? []
if (given === null || given.values.help || address === undefined || given.positionals.length > 1) {
  process.stderr.write(`${clientText[locale].usage(defaultSite)}\n`)
  process.exit(given?.values.help ? 0 : 1)
}

const { site } = given.values
const terminal = openTerminal()
try {
  const print = (line: string) => void process.stdout.write(`${line}\n`)
  process.exitCode = await runClient({
    ...{ site, address, locale, print },
    ask: terminal.ask,
    fetch: fetchLocally,
  })
} catch {
  process.stderr.write(`${clientText[locale].nothingThere(site)}\n`)
  process.exitCode = 1
} finally {
  terminal.close()
}
