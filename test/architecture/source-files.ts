import { execFileSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

export const root = join(import.meta.dirname, '../..')

/** Every file that git tracks or would track, relative to the repository; deleted ones left out. */
export const repositoryFiles: string[] = listRepository()

/** The sources of the three products: what the tables and house rules are about. */
export const sourceFiles: string[] = repositoryFiles.filter((path) =>
  /^(sdk|extension|demo-site)\/src\/.*\.tsx?$/.test(path),
)

export function readRepositoryFile(path: string): string {
  return readFileSync(join(root, path), 'utf8')
}

function listRepository(): string[] {
  const args = ['-c', 'safe.directory=*', 'ls-files', '-z', '--cached', '--others', '--exclude-standard']
  return execFileSync('git', args, { cwd: root, maxBuffer: 1 << 26 })
    .toString()
    .split('\0')
    .filter((path) => path !== '' && existsSync(join(root, path)))
    .sort()
}
