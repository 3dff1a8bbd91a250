import { decodeQr, type QrImage } from 'countersign/qr'
import jsqr from 'jsqr'
import { readBarcodes } from 'zxing-wasm/reader'

export type ReaderName = 'countersign' | 'zxing' | 'jsqr'

/** Each as somebody would use it who has nothing else. */
export const readers: Record<ReaderName, (image: QrImage) => Promise<string[]>> = {
  countersign: async (image) => (await decodeQr(image)).map(({ text }) => text),
  zxing: async ({ data, width, height }) => {
    const bytes = new Uint8ClampedArray(data.buffer as ArrayBuffer, data.byteOffset, data.byteLength)
    const image = { data: bytes, width, height, colorSpace: 'srgb' } as ImageData
    return (await readBarcodes(image, { formats: ['QRCode'] })).map(({ text }) => text)
  },
  jsqr: async ({ data, width, height }) => {
    const code = jsqr.default(data, width, height, { inversionAttempts: 'attemptBoth' })
    return code ? [code.data] : []
  },
}
