import wasmUrl from 'zxing-wasm/reader/zxing_reader.wasm?url'
import { runWorker } from './run-worker.ts'
import type { ScanAnswer } from './scan-picture.worker.ts'

/** Reads every QR code in a PNG (a `data:` URL), in a worker; the picture goes nowhere else. */
export function scanPicture(picture: string, signal: AbortSignal): Promise<ScanAnswer> {
  const worker = new Worker(new URL('./scan-picture.worker.ts', import.meta.url), { type: 'module' })
  return runWorker<ScanAnswer>(worker, { picture, wasmUrl }, [], signal)
}
