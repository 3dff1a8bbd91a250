import { execFileSync } from 'node:child_process'

/** Ends every process of the browser that was started with this profile, without giving it time for anything. */
export function killBrowser(profile: string): void {
  const processes = execFileSync('ps', ['-axo', 'pid=,args='], { encoding: 'utf8' }).split('\n')
  const ours = processes.filter((line) => line.includes(profile)).map((line) => Number.parseInt(line, 10))
  if (ours.length === 0) throw new Error('The browser is not running.')
  for (const pid of ours) {
    try {
      process.kill(pid, 'SIGKILL')
    } catch {
      // It went down with the one before.
    }
  }
}
