import { describe, expect, it } from 'vitest'
import { countPlaywright, countVitest } from '../../scripts/setup/test-reports.mjs'

const passed = { status: 'passed' }
const failed = { status: 'failed' }

function vitest(files: [name: string, status: string, tests: { status: string }[]][]) {
  const testResults = files.map(([name, status, assertionResults]) => ({
    name: `/repository/${name}`,
    status,
    assertionResults,
  }))
  return countVitest(JSON.stringify({ testResults }), '/repository', ['unit'])
}

function playwright(tests: [projectName: string, status: string][], errors: unknown[] = []) {
  const specs = tests.map(([projectName, status]) => ({ tests: [{ projectName, status }] }))
  return countPlaywright(JSON.stringify({ suites: [{ suites: [{ specs }] }], errors }), [
    'chromium',
    'firefox',
  ])
}

describe('the last line of npm test counts', () => {
  it('what passed and what failed', () => {
    expect(vitest([['test/unit/a.test.ts', 'failed', [passed, passed, failed]]])).toEqual({
      passed: 2,
      failed: 1,
      notes: [],
    })
  })

  it('a file that could not be loaded as a failure', () => {
    expect(vitest([['test/unit/a.test.ts', 'failed', []]])).toMatchObject({ passed: 0, failed: 1 })
  })

  it('nothing for skipped tests, and says so', () => {
    const counts = vitest([['test/unit/a.test.ts', 'passed', [passed, { status: 'skipped' }]]])
    expect(counts).toEqual({ passed: 1, failed: 0, notes: ['1 tests were skipped'] })
  })

  it('a group without any test as something wrong', () => {
    const counts = vitest([['test/security/a.test.ts', 'passed', [passed]]])
    expect(counts.notes).toEqual(['no tests ran in test/unit'])
  })

  it('a test that passed only when repeated as a failure', () => {
    const counts = playwright([
      ['chromium', 'flaky'],
      ['firefox', 'expected'],
    ])
    expect(counts).toEqual({ passed: 1, failed: 1, notes: [] })
  })

  it('a browser without any test as something wrong', () => {
    expect(playwright([['chromium', 'expected']]).notes).toEqual(['no tests ran in firefox'])
  })

  it('an error outside every test as a failure', () => {
    const counts = playwright(
      [
        ['chromium', 'expected'],
        ['firefox', 'expected'],
      ],
      [{ message: 'global set-up broke' }],
    )
    expect(counts).toMatchObject({ passed: 2, failed: 1 })
  })
})
