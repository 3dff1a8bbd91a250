import { join } from 'node:path'
import { root } from './setup/paths.mjs'
import { runScript } from './setup/problem.mjs'
import { say } from './setup/progress.mjs'
import { run } from './setup/run.mjs'

// `web-ext lint` as Mozilla's own checker runs it on submission: no errors allowed, warnings are shown.
await runScript(async () => {
  const folder = join(root, 'extension/dist/firefox')
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
