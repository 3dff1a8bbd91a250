import wasmUrl from 'zxing-wasm/reader/zxing_reader.wasm?url'
import type { Bytes } from '../core/vault/bytes.ts'
import { runWorker } from './run-worker.ts'
import type { ScanAnswer } from './scan-picture.worker.ts'

/** Reads every QR code in a PNG, in a worker; the picture goes nowhere else. */
export function scanPicture(png: Bytes, signal: AbortSignal): Promise<ScanAnswer> {
  const worker = new Worker(new URL('./scan-picture.worker.ts', import.meta.url), { type: 'module' })
  const absolute = new URL(wasmUrl, import.meta.url).href
  return runWorker<ScanAnswer>(worker, { png, wasmUrl: absolute }, [png.buffer], signal)
}
