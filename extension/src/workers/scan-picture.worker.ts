import { configureQrDecoder, decodeQr } from 'countersign/qr'
import { readPictureUrl } from '../core/data-url.ts'
import { fitPicture, fitWidth } from '../core/fit-picture.ts'
import { readPictureSize } from '../core/picture-size.ts'

/** A picture as a file, as a `data:` URL, or decoded. */
export type Picture = Blob | string | ImageBitmap

export interface ScanRequest {
  picture: Picture
  /** Address of the decoder inside the package. */
  wasmUrl: string
}

export type ScanAnswer =
  | { status: 'read'; texts: string[] }
  | { status: 'too_large' }
  /** Not a picture, or a broken one. */
  | { status: 'not_a_picture' }

/** Bytes of a file that is looked at. */
const mostBytes = 60_000_000

const worker = globalThis as unknown as DedicatedWorkerGlobalScope

worker.onmessage = async ({ data }: MessageEvent<ScanRequest>) => {
  worker.postMessage(await scan(data))
}

worker.addEventListener('unhandledrejection', ({ reason }) => {
  throw reason
})

async function scan({ picture, wasmUrl }: ScanRequest): Promise<ScanAnswer> {
  const opened = picture instanceof ImageBitmap ? picture : await open(picture)
  if (!(opened instanceof ImageBitmap)) return opened
  configureQrDecoder({ wasmUrl })
  // What a file says of its size need not be true, and moving pictures say nothing.
  const fitting = fitPicture(opened)
  if (fitting === null) {
    opened.close()
    return { status: 'too_large' }
  }
  const { width, height } = fitting
  const context = new OffscreenCanvas(width, height).getContext('2d')
  if (context === null) throw new Error('There is no canvas to draw on.')
  context.imageSmoothingQuality = 'high'
  context.drawImage(opened, 0, 0, width, height)
  opened.close()
  const codes = await decodeQr(context.getImageData(0, 0, width, height))
  return { status: 'read', texts: codes.map(({ text }) => text) }
}

async function open(picture: Blob | string): Promise<ImageBitmap | ScanAnswer> {
  const blob = typeof picture === 'string' ? readPictureUrl(picture) : picture
  if (blob === null) return { status: 'not_a_picture' }
  if (blob.size > mostBytes) return { status: 'too_large' }
  const size = readPictureSize(new Uint8Array(await blob.arrayBuffer()))
  if (size === null) return { status: 'not_a_picture' }
  if (fitPicture(size) === null) return { status: 'too_large' }
  const resizeWidth = fitWidth(size)
  try {
    return await createImageBitmap(
      blob,
      resizeWidth === undefined ? {} : { resizeWidth, resizeQuality: 'high' },
    )
  } catch {
    return { status: 'not_a_picture' }
  }
}
