import { posix } from 'node:path'
import { expect, it } from 'vitest'
import { readRepositoryFile } from './source-files.ts'

interface LockedPackage {
  dependencies?: Record<string, string>
  devDependencies?: Record<string, string>
  optionalDependencies?: Record<string, string>
}

const { packages }: { packages: Record<string, LockedPackage> } = JSON.parse(
  readRepositoryFile('package-lock.json'),
)

it('the lockfile names the packages of every platform, else `npm ci` refuses it: run scripts/complete-lockfile.mjs', () => {
  const missing = Object.entries(packages).flatMap(([path, { optionalDependencies }]) =>
    Object.keys(optionalDependencies ?? {}).filter((name) => !isNamed(path, name)),
  )
  expect(missing).toEqual([])
})

it.each(['', 'sdk', 'extension', 'demo-site', 'test'])(
  'the lockfile knows the dependencies of workspace "%s"',
  (path) => {
    const manifest: LockedPackage = JSON.parse(readRepositoryFile(posix.join(path, 'package.json')))

    expect(packages[path]?.dependencies).toEqual(manifest.dependencies)
    expect(packages[path]?.devDependencies).toEqual(manifest.devDependencies)
  },
)

/** Node's look-up: beside the package's own dependencies, then in every node_modules above. */
function isNamed(path: string, name: string): boolean {
  const folders = path === '' ? [] : path.split('/')
  for (let length = folders.length; length >= 0; length -= 1) {
    if ([...folders.slice(0, length), 'node_modules', name].join('/') in packages) return true
  }
  return false
}
