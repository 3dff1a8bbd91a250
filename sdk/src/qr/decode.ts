import { prepareZXingModule, readBarcodes } from 'zxing-wasm/reader'

/** Pixels as a canvas gives them: four bytes a pixel, red, green, blue, alpha. */
export interface QrImage {
  data: Uint8ClampedArray
  width: number
  height: number
}

export interface QrDecoderOptions {
  wasmUrl?: string
  wasmBinary?: ArrayBuffer
}

let configured: QrDecoderOptions | undefined

export function configureQrDecoder(options: QrDecoderOptions): void {
  configured = options
}

export async function decodeQr(image: QrImage): Promise<{ text: string }[]> {
  const wasmUrl = configured?.wasmUrl
  const wasmBinary = configured?.wasmBinary
  if (wasmBinary) prepareZXingModule({ overrides: { wasmBinary } })
  else if (wasmUrl) prepareZXingModule({ overrides: { locateFile: () => wasmUrl } })
  else throw new TypeError('configureQrDecoder must be called first')
  const found = await readBarcodes(image as ImageData, { formats: ['QRCode'] })
  return found.map(({ text }) => ({ text }))
}
