import { describe, expect, it } from 'vitest'
import { createImportJudge, findZone } from './check-imports.ts'
import { zones } from './import-table.ts'
import { readImports } from './read-imports.ts'
import { readRepositoryFile, sourceFiles } from './source-files.ts'

const { exports: subpaths }: { exports: Record<string, string> } = JSON.parse(
  readRepositoryFile('sdk/package.json'),
)
const judge = createImportJudge(subpaths)

function findProblems(path: string, source: string): string[] {
  return readImports(path, source)
    .map((one) => judge(path, one))
    .filter((problem) => problem !== undefined)
}

describe('imports', () => {
  it('are as the table says, in every source file', () => {
    const problems = sourceFiles.flatMap((path) => findProblems(path, readRepositoryFile(path)))

    expect(sourceFiles.length).toBeGreaterThan(20)
    expect(problems).toEqual([])
  })

  it('are checked in every source file: each is in a zone', () => {
    expect(sourceFiles.filter((path) => findZone(path) === undefined)).toEqual([])
  })

  it('name only zones that exist in the table', () => {
    const named = Object.values(zones).flatMap((zone) => [...zone.may, ...(zone.mayTypes ?? [])])

    expect(named.filter((name) => !(name in zones))).toEqual([])
  })
})

describe('a forbidden import is found', () => {
  it.each([
    ['a leaf using a port', 'sdk/src/otp/totp.ts', "import type { Clock } from '../ports.ts'"],
    ['a leaf using another leaf', 'sdk/src/qr/decode.ts', "import { parseKeyUri } from '../otp/index.ts'"],
    ['a page function using a package', 'sdk/src/page/fill-code.ts', "import { x } from 'preact'"],
    [
      'a feature using another feature',
      'sdk/src/features/login.ts',
      "import { createAudit } from './audit.ts'",
    ],
    ['a feature using its types', 'sdk/src/features/login.ts', "import type { Audit } from './audit.ts'"],
    [
      'a feature using a store',
      'sdk/src/features/login.ts',
      "import { sqliteStore } from '../stores/sqlite.ts'",
    ],
    ['a re-export', 'sdk/src/stores/sqlite.ts', "export { createLogin } from '../features/login.ts'"],
    ['a star re-export', 'sdk/src/stores/sqlite.ts', "export * from '../config.ts'"],
    ['a dynamic import', 'sdk/src/stores/sqlite.ts', "await import('../features/login.ts')"],
    ['a computed import', 'sdk/src/stores/sqlite.ts', "await import('../features/' + name)"],
    ['an inline type import', 'sdk/src/stores/sqlite.ts', "type X = import('../features/login.ts').X"],
    ['a worker address', 'extension/src/core/x.ts', "new URL('../platform/x.ts', import.meta.url)"],
    ['core using the platform', 'extension/src/core/sites.ts', "import { now } from '../platform/clock.ts'"],
    [
      'platform using values of core',
      'extension/src/platform/x.ts',
      "import { open } from '../core/vault/vault.ts'",
    ],
    [
      'platform using a type and a value',
      'extension/src/platform/x.ts',
      "import { type A, b } from '../core/x.ts'",
    ],
    [
      'a view using the server SDK',
      'extension/src/popup/main.tsx',
      "import { createTwoFactor } from 'countersign'",
    ],
    ['a page script using core', 'extension/src/page/fill.ts', "import { bind } from '../core/sites.ts'"],
    [
      'the demo site reaching past the package',
      'demo-site/src/app.ts',
      "import { x } from '../../sdk/src/index.ts'",
    ],
    [
      'the demo site using a hidden file',
      'demo-site/src/app.ts',
      "import { x } from 'countersign/src/config.ts'",
    ],
    ['a new folder without a row', 'extension/src/somewhere/x.ts', "import { x } from '../core/x.ts'"],
  ])('%s', (_what, path, source) => {
    expect(findProblems(path, source)).toHaveLength(1)
  })
})

describe('an allowed import passes', () => {
  it.each([
    [
      'platform using types of core',
      'extension/src/platform/x.ts',
      "import type { Vault } from '../core/vault/vault.ts'",
    ],
    [
      'platform using inline types',
      'extension/src/platform/x.ts',
      "import { type Vault } from '../core/vault/vault.ts'",
    ],
    ['a view using a leaf', 'extension/src/popup/main.tsx', "import { generateTotp } from 'countersign/otp'"],
    ['a style sheet', 'extension/src/popup/main.tsx', "import './popup.css'"],
    [
      'a feature using verification',
      'sdk/src/features/login.ts',
      "import { verify } from './verification.ts'",
    ],
    [
      'the demo site using a store',
      'demo-site/src/app.ts',
      "import { sqliteStore } from 'countersign/sqlite'",
    ],
  ])('%s', (_what, path, source) => {
    expect(findProblems(path, source)).toEqual([])
  })
})
