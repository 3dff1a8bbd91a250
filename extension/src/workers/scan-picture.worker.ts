import { configureQrDecoder, decodeQr } from 'countersign/qr'
import { readPngSize } from '../core/png-size.ts'
import type { Bytes } from '../core/vault/bytes.ts'

export interface ScanRequest {
  png: Bytes
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

async function scan({ png, wasmUrl }: ScanRequest): Promise<ScanAnswer> {
  const size = readPngSize(png)
  if (size === null || size.width * size.height > maxPixels) return { status: 'too_large' }
  configureQrDecoder({ wasmUrl })
  const picture = await createImageBitmap(new Blob([png], { type: 'image/png' }))
  const context = new OffscreenCanvas(picture.width, picture.height).getContext('2d')
  if (context === null) throw new Error('There is no canvas to draw on.')
  context.drawImage(picture, 0, 0)
  const codes = await decodeQr(context.getImageData(0, 0, picture.width, picture.height))
  return { status: 'read', texts: codes.map(({ text }) => text) }
}
