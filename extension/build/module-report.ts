import { existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import type { Plugin } from 'vite'
import { collectLicenses } from './licenses.ts'

export interface ModuleReport {
  /** Notes the source modules of one bundle: the popup's, a worker's or a page script's. */
  collect(): Plugin
  /** Writes what was noted, once the whole build is done, and the licences that go with it into the package. */
  write(): Plugin
}

/** Lists every module that got into the package, relative to the repository, for the architecture test. */
export function createModuleReport(repository: string, dist: string): ModuleReport {
  const modules = new Set<string>()
  return {
    collect: () => ({
      name: 'countersign:collect-modules',
      generateBundle(_options, bundle) {
        for (const output of Object.values(bundle)) {
          if (output.type !== 'chunk') continue
          for (const id of output.moduleIds) {
            const path = id.split('?')[0] ?? id
            if (existsSync(path)) modules.add(relative(repository, path))
          }
        }
      },
    }),
    write: () => ({
      name: 'countersign:write-modules',
      closeBundle() {
        const sorted = [...modules].sort()
        mkdirSync(dist, { recursive: true })
        writeFileSync(`${dist}.modules.json`, `${JSON.stringify(sorted, null, 2)}\n`)
        writeFileSync(join(dist, 'licenses.md'), collectLicenses(repository, sorted))
      },
    }),
  }
}
