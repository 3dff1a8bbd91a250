import { spawn } from 'node:child_process'
import { chmodSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import type { Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/**
 * Two temporary folders. `data` is in the repository's cache, on a real disk: a temporary folder that lives in memory
 * would measure commits that wait for nothing. `server` is in the machine's own, where the user that PostgreSQL runs as
 * can come.
 */
export function makeFolders(): { data: string; server: string; remove(): void } {
  const cache = join(import.meta.dirname, '../../.cache')
  mkdirSync(cache, { recursive: true })
  const data = mkdtempSync(join(cache, 'bench-login-'))
  const server = mkdtempSync(join(tmpdir(), 'countersign-bench-'))
  chmodSync(server, 0o711)
  startSweeper([data, server])
  const remove = () => {
    for (const folder of [data, server]) rmSync(folder, { recursive: true, force: true })
  }
  return { data, server, remove }
}

/** Ctrl-C ends everything below npm at once and by force: what deletes the folders then must stand beside. */
function startSweeper(folders: string[]): void {
  const sweeper = spawn(process.execPath, [join(import.meta.dirname, 'login-sweeper.ts'), ...folders], {
    stdio: ['pipe', 'ignore', 'ignore'],
    detached: true,
    windowsHide: true,
  })
  sweeper.unref()
  const input = sweeper.stdin as Socket
  input.unref()
}
