import { installDependencies } from './dependencies.mjs'
import { runScript } from './problem.mjs'
import { onInterrupt, start } from './run.mjs'

/**
 * Installs what is missing, then runs a script of the repository with the Node that its code is written for and with the
 * arguments of this one.
 * @param {string} script path from the repository's folder
 */
export function runInstalled(script) {
  return runScript(async () => {
    onInterrupt((signal) => process.exit(signal === 'SIGINT' ? 130 : 143))
    await installDependencies()
    const child = start('node', [script, ...process.argv.slice(2)])
    // Kept apart: one may be read by a program.
    child.stdout?.pipe(process.stdout)
    child.stderr?.pipe(process.stderr)
    return new Promise((resolve, reject) => {
      child.once('error', reject)
      child.once('close', (code) => resolve(code ?? 1))
    })
  })
}
