import { readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { logs, root } from './paths.mjs'
import { chromium, firefox, mariadb } from './programs.mjs'
import { run } from './run.mjs'
import { countPlaywright, countVitest } from './test-reports.mjs'

/**
 * What a stage found. A stage that only passes or fails counts as one test.
 * @typedef {{ passed: number, failed: number, notes: string[], log: string }} StageResult
 *
 * One step of `npm test`; its work gets the paths of the programs that it needs, by their variables.
 * @typedef {{ name: string, does: string, programs: import('./programs.mjs').Program[], work: (env: Record<string, string>) => Promise<StageResult> }} Stage
 */

const minute = 60_000
const groups = ['unit', 'conformance', 'security', 'architecture']
const browsers = ['chromium', 'firefox']

/** @type {Stage[]} */
export const stages = [
  check('types', 'Types (tsc)', 'tsc', ['-b']),
  check('lint', 'Format and lint (biome)', 'biome', ['check', '--error-on-warnings']),
  check('dead-code', 'Dead code and unlisted dependencies (knip)', 'knip', ['--no-progress']),
  check('package', 'The npm package as it will be published (publint)', 'node', [
    'scripts/release/pack.mjs',
    '--check',
  ]),
  check('build', 'Build of the extension for both browsers', 'npm', [
    'run',
    '--silent',
    'build',
    '-w',
    'extension',
  ]),
  check('lint-firefox', 'Firefox package (web-ext lint)', 'node', ['scripts/lint-firefox.mjs']),
  {
    name: 'unit',
    does: 'Unit, conformance, security and architecture tests (vitest)',
    programs: [chromium, firefox, mariadb],
    work: runVitest,
  },
  {
    name: 'e2e',
    does: 'End-to-end tests in Chromium and Firefox (Playwright)',
    programs: [chromium, firefox],
    work: runPlaywright,
  },
]

/**
 * @param {string} name
 * @param {string} does
 * @param {string} command
 * @param {string[]} args
 * @returns {Stage}
 */
function check(name, does, command, args) {
  return {
    name,
    does,
    programs: [],
    async work() {
      const result = await run(name, command, args, { timeoutMs: 5 * minute })
      if (result.code === 0) return { passed: 1, failed: 0, notes: [], log: result.log }
      process.stdout.write(`${result.output.trimEnd()}\n`)
      return { passed: 0, failed: 1, notes: [describeEnd(command, result)], log: result.log }
    },
  }
}

/**
 * @param {Record<string, string>} env
 * @returns {Promise<StageResult>}
 */
async function runVitest(env) {
  const report = join(logs, 'unit.json')
  rmSync(report, { force: true })
  const args = ['run', '--reporter=default', '--reporter=json', `--outputFile.json=${report}`]
  const result = await run('unit', 'vitest', args, { show: true, timeoutMs: 10 * minute, env })
  return judge('vitest', result, report, (text) => countVitest(text, root, groups))
}

/**
 * @param {Record<string, string>} env
 * @returns {Promise<StageResult>}
 */
async function runPlaywright(env) {
  const report = join(logs, 'e2e.json')
  rmSync(report, { force: true })
  const args = [
    'test',
    '-c',
    'test/playwright.config.ts',
    '--reporter=list,json',
    '--retries=0',
    '--forbid-only',
  ]
  const result = await run('e2e', 'playwright', args, {
    show: true,
    timeoutMs: 12 * minute,
    // Playwright decides about colours by itself, and Node warns where it is told twice.
    env: { ...env, NO_COLOR: undefined, PLAYWRIGHT_JSON_OUTPUT_NAME: report },
  })
  return judge('playwright', result, report, (text) => countPlaywright(text, browsers))
}

/**
 * @param {string} command
 * @param {import('./run.mjs').RunResult} result
 * @param {string} report
 * @param {(text: string) => import('./test-reports.mjs').Counts} count
 * @returns {StageResult}
 */
function judge(command, result, report, count) {
  const notes = result.code === 0 ? [] : [describeEnd(command, result)]
  /** @type {import('./test-reports.mjs').Counts} */
  let counts = { passed: 0, failed: 0, notes: ['there is no report of the tests'] }
  try {
    counts = count(readFileSync(report, 'utf8'))
  } catch (error) {
    if (error instanceof SyntaxError) counts.notes = ['the report of the tests is unreadable']
  }
  // A runner that ends badly without a failed test (a crash, an error outside any test) has failed all the same,
  // and so has one that leaves out tests that there should be.
  const crashed = (result.code !== 0 || counts.notes.length > 0) && counts.failed === 0
  return {
    passed: counts.passed,
    failed: counts.failed + (crashed ? 1 : 0),
    notes: [...notes, ...counts.notes],
    log: result.log,
  }
}

/**
 * @param {string} command
 * @param {import('./run.mjs').RunResult} result
 */
function describeEnd(command, result) {
  return result.timedOut
    ? `${command} took too long and was ended`
    : `${command} ended with code ${result.code}`
}
