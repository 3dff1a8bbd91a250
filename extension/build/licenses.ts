import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

/** Puts together the licences of the packages that modules (paths within the repository) belong to. */
export function collectLicenses(repository: string, modules: string[]): string {
  const folders = new Set(modules.map(findPackage).filter((folder) => folder !== null))
  const texts = [...folders].sort().map((folder) => describePackage(join(repository, folder)))
  return `# Licences of what is bundled\n\n${texts.join('\n')}`
}

function findPackage(path: string): string | null {
  const [, folder] = /^(.*node_modules\/(?:@[^/]+\/)?[^/]+)\//.exec(path) ?? []
  return folder ?? null
}

function describePackage(folder: string): string {
  const { name, version, license } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'))
  const file = existsSync(folder)
    ? readdirSync(folder).find((entry) => /^licen[cs]e/i.test(entry))
    : undefined
  const text = file === undefined ? '' : `\n${readFileSync(join(folder, file), 'utf8').trim()}\n`
  return `## ${name} ${version} (${license})\n${text}`
}
