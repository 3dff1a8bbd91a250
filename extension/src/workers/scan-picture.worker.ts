import { configureQrDecoder, decodeQr } from 'countersign/qr'
import { readPng } from '../core/png.ts'

export interface ScanRequest {
  /** A PNG as a `data:` URL */
  picture: string
  /** Address of the decoder inside the package. */
  wasmUrl: string
}

export type ScanAnswer = { status: 'read'; texts: string[] } | { status: 'too_large' }

/** An 8K screen has 33 million pixels. */
const maxPixels = 40_000_000

const worker = globalThis as unknown as DedicatedWorkerGlobalScope

worker.onmessage = async ({ data }: MessageEvent<ScanRequest>) => {
  worker.postMessage(await scan(data))
}

worker.addEventListener('unhandledrejection', ({ reason }) => {
  throw reason
})

async function scan({ picture, wasmUrl }: ScanRequest): Promise<ScanAnswer> {
  const png = readPng(picture)
  if (png === null) throw new Error('The picture of the page is not a PNG.')
  if (png.width * png.height > maxPixels) return { status: 'too_large' }
  configureQrDecoder({ wasmUrl })
  const bitmap = await createImageBitmap(new Blob([png.bytes], { type: 'image/png' }))
  const context = new OffscreenCanvas(bitmap.width, bitmap.height).getContext('2d')
  if (context === null) throw new Error('There is no canvas to draw on.')
  context.drawImage(bitmap, 0, 0)
  const codes = await decodeQr(context.getImageData(0, 0, bitmap.width, bitmap.height))
  return { status: 'read', texts: codes.map(({ text }) => text) }
}
