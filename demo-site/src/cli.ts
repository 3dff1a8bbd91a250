import { parseArgs } from 'node:util'
import { fetchLocally } from './client/fetch-locally.ts'
import { clientText, runClient } from './client/run-client.ts'
import { openTerminal } from './client/terminal.ts'
import { fallbackLocale, isLocale } from './text/catalogue.ts'

const usage = `npm run client --workspace demo-site -- [--site ADDRESS] [--locale en|sv] EMAIL

Signs in by the API with a password and a code, and prints the client notes.

  --site    where the site is (http://localhost:3000)
  --locale  what is spoken (after LC_ALL, LC_MESSAGES or LANG; else en)
`

const { values, positionals } = parseArgs({
  options: {
    site: { type: 'string', default: 'http://localhost:3000' },
    locale: { type: 'string' },
    help: { type: 'boolean' },
  },
  allowPositionals: true,
})
const [address] = positionals
if (values.help || address === undefined || positionals.length > 1) {
  process.stderr.write(usage)
  process.exit(values.help ? 0 : 1)
}

const { LC_ALL, LC_MESSAGES, LANG } = process.env
const spoken = (values.locale ?? (LC_ALL || LC_MESSAGES || LANG || '')).slice(0, 2).toLowerCase()
const locale = isLocale(spoken) ? spoken : fallbackLocale
const terminal = openTerminal()
try {
  const print = (line: string) => void process.stdout.write(`${line}\n`)
  process.exitCode = await runClient({
    ...{ site: values.site, address, locale, print },
    ask: terminal.ask,
    fetch: fetchLocally,
  })
} catch {
  process.stderr.write(`${clientText[locale].nothingThere(values.site)}\n`)
  process.exitCode = 1
} finally {
  terminal.close()
}
