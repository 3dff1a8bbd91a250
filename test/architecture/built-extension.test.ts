import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import { findFirstScripts, findHeavyScripts, measureGzip } from '../bench/size-scripts.ts'
import { readRepositoryFile, root } from './source-files.ts'

const dist = join(root, 'extension/dist')
const permitted = ['storage', 'unlimitedStorage', 'activeTab', 'scripting', 'alarms', 'idle', 'contextMenus']

/** Names that stand in scripts without being fetched: XML namespaces and the like. */
const namesOnly = ['www.w3.org']

describe.each(['chrome', 'firefox'])('the extension built for %s', (browser) => {
  const folder = join(dist, browser)
  let manifest: Record<string, unknown> = {}
  let modules: string[] = []
  let files: string[] = []
  const read = (file: string) => readFileSync(join(folder, file), 'utf8')

  beforeAll(() => {
    if (!existsSync(join(folder, 'manifest.json')))
      throw new Error('Build it first: npm run build -w extension')
    manifest = JSON.parse(read('manifest.json'))
    modules = JSON.parse(readRepositoryFile(`extension/dist/${browser}.modules.json`))
    files = readdirSync(folder, { recursive: true, encoding: 'utf8' })
  })

  it('holds nothing of the SDK but its leaves', () => {
    const ours = modules.filter((path) => path.startsWith('sdk/'))

    expect(ours.filter((path) => !/^sdk\/src\/((otp|qr|page)\/|finder-patterns\.ts$)/.test(path))).toEqual([])
    // Else the report is empty or of something else, and proves nothing.
    for (const part of ['sdk/src/otp/', 'sdk/src/qr/', 'sdk/src/page/', 'extension/src/popup/']) {
      expect(modules.some((path) => path.startsWith(part))).toBe(true)
    }
  })

  it('holds no sentence of the server, whatever the report says', () => {
    const serverSide = /CREATE TABLE|BEGIN IMMEDIATE|countersign_[a-z]+|node:sqlite/
    expect(scripts().filter((file) => serverSide.test(read(file)))).toEqual([])
  })

  it.each(['popup', 'manager', 'scan'])(
    'has no decoder, key derivation or list of suffixes in what the %s page loads first',
    (page) => {
      const first = findFirstScripts(folder, `src/${page}/index.html`)
      expect(first).not.toEqual([])
      expect(findHeavyScripts(folder, first)).toEqual([])
      // Else they are called otherwise by now, and would not be noticed.
      const scripts = files.filter((file) => file.endsWith('.js'))
      expect(findHeavyScripts(folder, scripts).length).toBeGreaterThanOrEqual(3)
    },
  )

  it('shows the popup after sixty kilobytes at most', () => {
    expect(measureGzip(folder, findFirstScripts(folder, 'src/popup/index.html'))).toBeLessThan(60_000)
  })

  it('can not be seen from a page and runs in none by itself', () => {
    for (const key of ['web_accessible_resources', 'content_scripts', 'externally_connectable']) {
      expect(manifest).not.toHaveProperty(key)
    }
  })

  it('asks for no more than it needs', () => {
    const allowed = browser === 'chrome' ? [...permitted, 'sidePanel'] : permitted

    for (const key of ['host_permissions', 'optional_host_permissions', 'optional_permissions']) {
      expect(manifest).not.toHaveProperty(key)
    }
    expect(manifest.permissions).toBeInstanceOf(Array)
    expect((manifest.permissions as string[]).filter((permission) => !allowed.includes(permission))).toEqual(
      [],
    )
  })

  it('may run and reach nothing but what it brings', () => {
    const policies = manifest.content_security_policy as Record<string, string>
    expect(Object.keys(policies)).toEqual(['extension_pages'])
    const policy = readPolicy(policies.extension_pages ?? '')

    expect(policy.get('default-src')).toEqual(["'none'"])
    expect(policy.get('script-src')).toEqual(["'self'", "'wasm-unsafe-eval'"])
    expect(policy.get('object-src')).toEqual(["'none'"])
    expect(policy.get('base-uri')).toEqual(["'none'"])
    const sources = new Set([...policy.values()].flat())
    for (const harmless of ["'none'", "'self'", "'wasm-unsafe-eval'", 'data:', 'blob:'])
      sources.delete(harmless)
    expect([...sources]).toEqual([])
  })

  it('names no address to load anything from', () => {
    const addresses = files
      .filter((file) => /\.(js|mjs|html|css)$/.test(file))
      .flatMap((file) =>
        [...read(file).matchAll(/\b(?:https?|wss?):\/\/([a-z0-9.-]+)/gi)].map((match) => match[1]),
      )
    expect(addresses.filter((host) => !namesOnly.includes(host ?? ''))).toEqual([])
  })

  it('builds no code from text', () => {
    expect(
      scripts().filter((file) => /\beval\(|\bnew Function\(|\bimportScripts\(/.test(read(file))),
    ).toEqual([])
  })

  function scripts(): string[] {
    return files.filter((file) => /\.m?js$/.test(file))
  }
})

function readPolicy(text: string): Map<string, string[]> {
  return new Map(
    text
      .split(';')
      .map((directive) => directive.trim().split(/\s+/))
      .map(([name = '', ...sources]) => [name, sources]),
  )
}
