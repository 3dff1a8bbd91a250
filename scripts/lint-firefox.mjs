import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { root } from './setup/paths.mjs'
import { Problem, runScript } from './setup/problem.mjs'
import { say } from './setup/progress.mjs'
import { run } from './setup/run.mjs'

const folder = join(root, 'extension/dist/firefox')

// `web-ext lint` as Mozilla's own checker runs it on submission: no errors allowed, warnings are shown.
await runScript(async () => {
  if (!existsSync(join(folder, 'manifest.json'))) {
    throw new Problem('There is no extension to check. Run this first: npm run build')
  }
  const lint = await run('web-ext', 'web-ext', ['lint', '--source-dir', folder, '--output', 'json'])
  const text = lint.output.slice(lint.output.indexOf('{'))
  /** @type {{ summary: { errors: number, warnings: number }, errors: Finding[], warnings: Finding[] }} */
  const report = JSON.parse(text)
  /** @typedef {{ code: string, message: string, file?: string }} Finding */
  for (const finding of [...report.errors, ...report.warnings]) {
    say(`${finding.file ?? 'package'}: ${finding.code}: ${finding.message}`)
  }
  say(`web-ext lint: ${report.summary.errors} errors, ${report.summary.warnings} warnings`)
  return report.summary.errors > 0 ? 1 : 0
})
