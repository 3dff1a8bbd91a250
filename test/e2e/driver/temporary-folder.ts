import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

export interface TemporaryFolder {
  path: string
  remove(): void
}

const left = new Set<string>()
process.on('exit', () => left.forEach(remove))

/** A new empty folder, and its removal: at the latest when the process ends. */
export function temporaryFolder(name: string): TemporaryFolder {
  const path = mkdtempSync(join(tmpdir(), `countersign-${name}-`))
  left.add(path)
  return {
    path,
    remove() {
      remove(path)
      left.delete(path)
    },
  }
}

/** Tries again while a browser that is ending still writes. */
function remove(path: string): void {
  rmSync(path, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 })
}
