import { relative, sep } from 'node:path'

/**
 * Tests counted; notes say what is wrong with the run as a whole.
 * @typedef {{ passed: number, failed: number, notes: string[] }} Counts
 */

/**
 * Counts the tests of vitest's JSON report; a file that could not be loaded is one failure.
 * @param {string} text
 * @param {string} root
 * @param {string[]} groups folders of test/ that must have had tests
 * @returns {Counts}
 */
export function countVitest(text, root, groups) {
  /** @type {{ testResults: { name: string, status: string, assertionResults: { status: string }[] }[] }} */
  const report = JSON.parse(text)
  const counts = { passed: 0, failed: 0, notes: /** @type {string[]} */ ([]) }
  /** @type {Map<string, number>} */
  const ran = new Map()
  let skipped = 0
  for (const file of report.testResults) {
    const passed = file.assertionResults.filter((test) => test.status === 'passed').length
    const failed = file.assertionResults.filter((test) => test.status === 'failed').length
    counts.passed += passed
    counts.failed += failed > 0 || file.status === 'passed' ? failed : 1
    skipped += file.assertionResults.length - passed - failed
    const group = relative(root, file.name).split(sep)[1] ?? ''
    ran.set(group, (ran.get(group) ?? 0) + passed + failed)
  }
  for (const group of groups) if (!ran.get(group)) counts.notes.push(`no tests ran in test/${group}`)
  if (skipped > 0) counts.notes.push(`${skipped} tests were skipped`)
  return counts
}

/**
 * Counts the tests of Playwright's JSON report; a test that passed only when repeated has failed.
 * @param {string} text
 * @param {string[]} projects projects that must have had tests
 * @returns {Counts}
 */
export function countPlaywright(text, projects) {
  /** @typedef {{ specs?: { tests: { projectName: string, status: string }[] }[], suites?: Suite[] }} Suite */
  /** @type {{ suites: Suite[], errors: unknown[] }} */
  const report = JSON.parse(text)
  /** @type {{ projectName: string, status: string }[]} */
  const tests = []
  /** @param {Suite} suite */
  const collect = (suite) => {
    for (const spec of suite.specs ?? []) tests.push(...spec.tests)
    for (const inner of suite.suites ?? []) collect(inner)
  }
  for (const suite of report.suites) collect(suite)
  /** @param {string} status */
  const count = (status) => tests.filter((test) => test.status === status).length
  const counts = {
    passed: count('expected'),
    failed: count('unexpected') + count('flaky') + (report.errors.length > 0 ? 1 : 0),
    notes: /** @type {string[]} */ ([]),
  }
  for (const project of projects) {
    const ran = tests.some((test) => test.projectName === project && test.status !== 'skipped')
    if (!ran) counts.notes.push(`no tests ran in ${project}`)
  }
  if (count('skipped') > 0) counts.notes.push(`${count('skipped')} tests were skipped`)
  return counts
}
