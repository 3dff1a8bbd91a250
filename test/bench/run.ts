import { spawn } from 'node:child_process'
import { readdirSync } from 'node:fs'
import { join } from 'node:path'

// npm run bench -- SUITE [--json]: every file of this folder but this one is a suite, a program of its own that gets the
// other arguments.
const folder = import.meta.dirname
const suites = readdirSync(folder)
  .filter((name) => name.endsWith('.ts') && name !== 'run.ts' && !name.includes('-'))
  .map((name) => name.slice(0, -'.ts'.length))
const [suite, ...options] = process.argv.slice(2)

if (suite === undefined || !suites.includes(suite)) {
  if (suite !== undefined && suite !== '--help') console.error(`There is no suite ${suite}.`)
  console.error(`npm run bench -- SUITE [--json]\nSuites: ${suites.join(', ') || 'none yet'}`)
  process.exitCode = suite === '--help' ? 0 : 1
} else {
  const child = spawn(process.execPath, [join(folder, `${suite}.ts`), ...options], { stdio: 'inherit' })
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => child.kill(signal))
  child.once('exit', (code) => {
    process.exitCode = code ?? 1
  })
}
