import type { ChildProcess } from 'node:child_process'
import { createServer } from 'node:net'

const startTimeoutMs = 60_000

export async function findFreePort(): Promise<number> {
  const probe = createServer()
  return new Promise((resolve, reject) => {
    probe.once('error', reject)
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address()
      probe.close(() => resolve(typeof address === 'object' && address ? address.port : 0))
    })
  })
}

/** Resolves when the server writes `announcement` to its standard error, and rejects with its log when it ends before. */
export function waitUntilReady(server: ChildProcess, name: string, announcement: string): Promise<void> {
  return new Promise((resolve, reject) => {
    let log = ''
    const fail = (reason: string) => {
      clearTimeout(timer)
      reject(new Error(`${name} ${reason}.\n${log}`))
    }
    const timer = setTimeout(() => fail('did not answer in time'), startTimeoutMs)
    server.once('error', (error) => fail(`could not be started: ${error.message}`))
    server.once('exit', () => fail('ended while starting'))
    server.stderr?.on('data', (chunk: Buffer) => {
      if (log.length < 10_000) log += chunk.toString()
      if (!log.includes(announcement)) return
      clearTimeout(timer)
      resolve()
    })
  })
}
