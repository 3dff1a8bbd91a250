import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Worker } from 'node:worker_threads'

const THREADS = 3

const opening = `
  const { parentPort, workerData } = require('node:worker_threads')
  import(workerData.module).then((module) => {
    parentPort.on('message', async ({ path, gate }) => {
      const waiting = new Int32Array(gate)
      Atomics.add(waiting, 0, 1)
      while (Atomics.load(waiting, 0) < ${THREADS});
      try {
        await module[workerData.open](path).close()
        parentPort.postMessage('opened')
      } catch (error) {
        parentPort.postMessage(String(error))
      }
    })
    parentPort.postMessage('ready')
  })`

/**
 * Opens one new file after the other, each in several threads at the same moment, and says how each of them ended.
 *
 * @param module URL of the module whose function `open` takes a path and gives what has `close`
 */
export async function openAtOnce(module: URL, open: string, files: number): Promise<string[]> {
  const folder = mkdtempSync(join(tmpdir(), 'countersign-at-once-'))
  const workers = Array.from(
    { length: THREADS },
    () => new Worker(opening, { eval: true, workerData: { module: module.href, open } }),
  )
  const answers = async () => (await Promise.all(workers.map((each) => once(each, 'message')))).flat()
  try {
    await answers()
    const ends: string[] = []
    for (let file = 0; file < files; file++) {
      const gate = new SharedArrayBuffer(4)
      for (const worker of workers) worker.postMessage({ path: join(folder, `${file}.db`), gate })
      ends.push(...(await answers()))
    }
    return ends
  } finally {
    await Promise.all(workers.map((worker) => worker.terminate()))
    rmSync(folder, { recursive: true, force: true })
  }
}
