import { existsSync } from 'node:fs'
import { basename, dirname, join, posix } from 'node:path'
import { describe, expect, it } from 'vitest'
import { findAmbientUse, findBrowserUse, findMarkupSinks, findRandomness } from './ambient-use.ts'
import { findKeptFields } from './kept-fields.ts'
import { readRepositoryFile, repositoryFiles, root, sourceFiles } from './source-files.ts'

const code = repositoryFiles.filter((path) => /\.([cm]?[jt]sx?)$/.test(path))
const texts = repositoryFiles.filter((path) => /\.([cm]?[jt]sx?|json|md|css|html|svg|sh)$/.test(path))
const unitTests = repositoryFiles.filter((path) => /^test\/unit\/.*\.test\.tsx?$/.test(path))
const features = sourceFiles
  .filter((path) => /^sdk\/src\/features\/[^/]+\.ts$/.test(path))
  .map((path) => basename(path, '.ts'))

/** Files over 400 lines, each with its reason. */
const longFiles: Record<string, string> = {}

/** What a file below the ports uses of its surroundings nevertheless, each with its reason. */
const ambientExceptions: Record<string, string> = {
  'sdk/src/stores/retry.ts: setImmediate':
    'gives its turn to the transaction that it collided with, or to a host that writes to the same file in this thread',
  'sdk/src/page/fill-code.ts: setTimeout': 'runs alone inside a page and waits for the page to draw',
}

function findIn(paths: string[], find: (path: string, source: string) => string[]): string[] {
  return paths.flatMap((path) => find(path, readRepositoryFile(path)).map((what) => `${path}: ${what}`))
}

function findText(paths: string[], pattern: RegExp): string[] {
  return findIn(
    paths.filter((path) => !path.startsWith('test/architecture/')),
    (_path, source) => source.match(pattern) ?? [],
  )
}

describe('names', () => {
  it('of code files are kebab-case', () => {
    const named = /^[a-z0-9]+(-[a-z0-9]+)*(\.(test|spec|config|worker|d))?\.([cm]?[jt]sx?)$/
    expect(code.filter((path) => !named.test(basename(path)))).toEqual([])
  })

  it('say what a file holds: no drawer for odds and ends', () => {
    const drawer = /^(utils?|helpers?|common|misc|shared)(\.|$)/
    const parts = (path: string) => path.split('/')
    expect(code.filter((path) => parts(path).some((part) => drawer.test(part)))).toEqual([])
  })

  it('of unit tests lead to the folder of what they test', () => {
    const lost = unitTests.filter((path) => {
      const [, , workspace = '', ...rest] = dirname(path).split('/')
      return !existsSync(join(root, workspace, 'src', ...rest))
    })
    expect(lost).toEqual([])
  })
})

describe('every feature of the SDK', () => {
  it.each(features)('%s has a page in sdk/docs', (feature) => {
    expect(repositoryFiles).toContain(`sdk/docs/${feature}.md`)
  })

  it.each(features)('%s has a unit test', (feature) => {
    const folder = 'test/unit/sdk/features/'
    const own = unitTests.filter((path) => path.startsWith(folder) && basename(path).startsWith(feature))
    expect(own).not.toEqual([])
  })
})

describe('clock, timers, network and randomness', () => {
  const core = sourceFiles.filter((path) => path.startsWith('extension/src/core/'))
  const below = sourceFiles.filter((path) =>
    /^sdk\/src\/(otp|qr|page|crypto|features|stores|http|adapters)\//.test(path),
  )

  it('reach the SDK and the vault through ports only', () => {
    const found = findIn([...below, ...core], findAmbientUse)
    expect(found.filter((use) => !(use in ambientExceptions))).toEqual([])
  })

  it('reach the SDK through ports only, randomness too', () => {
    expect(findIn(below, findRandomness)).toEqual([])
  })

  it('have no exception that is no longer used', () => {
    const found = findIn([...below, ...core], findAmbientUse)
    expect(Object.keys(ambientExceptions).filter((use) => !found.includes(use))).toEqual([])
  })

  it('are found where they are used', () => {
    const source = 'globalThis.fetch("x"); Date.now(); new Date(); new Date(5); self.setTimeout(f); a.fetch()'
    expect(findAmbientUse('x.ts', source)).toEqual(['fetch', 'Date.now', 'new Date()', 'setTimeout'])
    expect(findRandomness('x.ts', 'import { randomBytes } from "node:crypto"')).toEqual(['randomBytes'])
  })
})

describe('the extension', () => {
  const extension = sourceFiles.filter((path) => path.startsWith('extension/src/'))
  const outside = extension.filter((path) => !path.startsWith('extension/src/platform/'))

  it('touches the browser and its databases in platform/ only', () => {
    expect(findIn(outside, findBrowserUse)).toEqual([])
  })

  it('reads the time through the corrected clock of platform/', () => {
    const clocks = (path: string, source: string) =>
      findAmbientUse(path, source).filter((use) => ['Date.now', 'new Date()'].includes(use))
    expect(findIn(outside, clocks)).toEqual([])
  })

  it('has every text in English and in Swedish', () => {
    const keys = (language: string) =>
      Object.keys(
        JSON.parse(readRepositoryFile(`extension/public/_locales/${language}/messages.json`)),
      ).sort()
    expect(keys('sv')).toEqual(keys('en'))
  })

  it('has no form or field that a browser would keep in its session files', () => {
    expect(findIn(extension, findKeptFields)).toEqual([])
  })

  it('is seen to have such a field where it does', () => {
    const source = `<><Form><textarea autocomplete="off" /><select autocomplete="on" /><input /></Form>
      <select autocomplete="off" /><form autocomplete="off"><input autocomplete="off" /><input type="password" /></form>
      <form /></>`
    expect(findKeptFields('x.tsx', source)).toEqual(['select', 'input', 'select', 'form'])
  })

  it('is seen to touch the browser where it does', () => {
    const source =
      'chrome.tabs.query({}); globalThis.browser.runtime.id; indexedDB.open("x"); page.browser.close()'
    expect(findBrowserUse('x.ts', source)).toEqual(['chrome', 'globalThis.browser', 'indexedDB'])
  })
})

describe('sources and tests', () => {
  it('never turn text into markup', () => {
    expect(findIn(sourceFiles, findMarkupSinks)).toEqual([])
  })

  it('silence no checker and leave nothing for later', () => {
    const silenced = /@ts-(ignore|expect-error|nocheck)|biome-ignore|eslint-disable|\b(TODO|FIXME|XXX)\b/g
    expect(findText(code, silenced)).toEqual([])
  })

  it('skip, single out and repeat no test, and sleep in none', () => {
    const tests = code.filter((path) => path.startsWith('test/'))
    const evasions =
      /\b(it|test|describe|suite)\.(skip|only|todo|fixme|fails)\b|waitForTimeout|\bretries: [1-9]/g
    expect(findText(tests, evasions)).toEqual([])
  })

  it('stay under 400 lines, or have a reason', () => {
    const tables = /^test\/unit\/.*\.test\.tsx?$/
    const long = code
      .filter((path) => !tables.test(path))
      .filter((path) => readRepositoryFile(path).split('\n').length > 400)
    expect(long.sort()).toEqual(Object.keys(longFiles).sort())
  })
})

describe('the repository', () => {
  it('stands alone: names nothing beside it', () => {
    expect(findText(texts, /\.\.\/shared\b|\/work\/|\/tmp\/brief/g)).toEqual([])
  })

  it('has no dead links between its documents', () => {
    const documents = repositoryFiles.filter((path) => path.endsWith('.md'))
    const dead = findIn(documents, (path, source) =>
      [...source.matchAll(/\]\(([^)#\s]+)[^)]*\)|<img[^>]+src="([^"]+)"/g)]
        .map((match) => match[1] ?? match[2] ?? '')
        .filter((link) => !/^[a-z]+:/.test(link))
        .filter((link) => !existsSync(join(root, posix.join(posix.dirname(path), link)))),
    )
    expect(dead).toEqual([])
  })
})
