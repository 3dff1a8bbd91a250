import wasmUrl from 'zxing-wasm/reader/zxing_reader.wasm?url'
import type { Picture, ScanAnswer } from './scan-picture.worker.ts'

export type { Picture, ScanAnswer } from './scan-picture.worker.ts'

/** Reads the QR codes of pictures, one picture after the other, in a worker; the pictures go nowhere else. */
export interface PictureReader {
  /** Every code of one picture. What takes too long ends as `timed_out`; an aborted signal ends it with its reason. */
  read(picture: Picture, signal: AbortSignal): Promise<ScanAnswer | { status: 'timed_out' }>
  close(): void
}

/** ms that one picture may take. */
const mostTime = 30_000

export function startPictureReader(): PictureReader {
  let worker: Worker | null = null
  const close = () => {
    worker?.terminate()
    worker = null
  }
  return {
    close,
    read: async (picture, signal) => {
      worker ??= new Worker(new URL('./scan-picture.worker.ts', import.meta.url), { type: 'module' })
      const limit = AbortSignal.timeout(mostTime)
      try {
        return await ask(worker, picture, AbortSignal.any([signal, limit]))
      } catch (error) {
        // A worker can only be stopped as a whole.
        close()
        if (limit.aborted && !signal.aborted) return { status: 'timed_out' }
        throw error
      }
    },
  }
}

function ask(worker: Worker, picture: Picture, signal: AbortSignal): Promise<ScanAnswer> {
  return new Promise((resolve, reject) => {
    signal.throwIfAborted()
    worker.onmessage = ({ data }: MessageEvent<ScanAnswer>) => resolve(data)
    worker.onerror = ({ message }) => reject(new Error(`A worker failed: ${message}`))
    signal.addEventListener('abort', () => reject(signal.reason), { once: true })
    worker.postMessage({ picture, wasmUrl }, picture instanceof ImageBitmap ? [picture] : [])
  })
}
