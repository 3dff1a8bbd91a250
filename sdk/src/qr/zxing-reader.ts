import {
  prepareZXingModule,
  purgeZXingModule,
  type ReaderOptions,
  readBarcodes,
  type ZXingModuleOverrides,
} from 'zxing-wasm/reader'
import type { QrImage } from './image.ts'
import { readUtf8 } from './read-text.ts'
import { putInReadingOrder } from './reading-order.ts'

/** Where the decoder's WebAssembly comes from; give one of them. */
export interface QrDecoderOptions {
  /** Address of the packaged `zxing_reader.wasm`, of this page's or extension's own origin. */
  wasmUrl?: string
  /** The bytes of that file. */
  wasmBinary?: ArrayBuffer
}

/**
 * Measured on 179 drawn pictures: `tryHarder` finds small codes on full pages, a threshold of 300 instead of 500 finds
 * five more in noise, a factor of 4 instead of 3 reads the same 150 screenshots in less time, and `tryDenoise` and other binarizers
 * find nothing more.
 */
const READER_OPTIONS: ReaderOptions = {
  formats: ['QRCode'],
  tryHarder: true,
  tryRotate: true,
  tryInvert: true,
  tryDownscale: true,
  downscaleFactor: 4,
  downscaleThreshold: 300,
  maxNumberOfSymbols: 255,
  textMode: 'Plain',
}

let overrides: ZXingModuleOverrides | undefined

/**
 * Says where the decoder's WebAssembly is. Needed once in a browser, a worker or an extension; Node finds the file.
 *
 * @throws TypeError where neither is given, or the address is of another origin: a decoder is code, and is not fetched
 *   from elsewhere
 * @example
 * configureQrDecoder({ wasmUrl: chrome.runtime.getURL('zxing_reader.wasm') })
 */
export function configureQrDecoder({ wasmUrl, wasmBinary }: QrDecoderOptions): void {
  if (wasmBinary !== undefined) {
    overrides = { wasmBinary }
  } else if (typeof wasmUrl === 'string' && wasmUrl !== '') {
    const url = resolveOwnUrl(wasmUrl)
    overrides = { locateFile: () => url }
  } else {
    throw new TypeError('configureQrDecoder needs wasmUrl or wasmBinary')
  }
  purgeZXingModule()
}

/** Reads every QR code that zxing finds, in the order of the page. */
export async function readWithZxing(image: QrImage): Promise<string[]> {
  overrides ??= { wasmBinary: readWasmFile() }
  try {
    await prepareZXingModule({ overrides, fireImmediately: true })
    const found = await readBarcodes(toImageData(image), READER_OPTIONS)
    return putInReadingOrder(found).map((code) => (code.hasECI ? null : readUtf8(code.bytes)) ?? code.text)
  } catch (error) {
    // A module that failed to load or ran out of memory stays broken; the next call starts with a new one.
    purgeZXingModule()
    throw error
  }
}

/** The decoder reads these three fields only; Node has no `ImageData` to construct. */
function toImageData({ data, width, height }: QrImage): ImageData {
  const bytes = new Uint8ClampedArray(data.buffer as ArrayBuffer, data.byteOffset, data.byteLength)
  return { data: bytes, width, height, colorSpace: 'srgb' }
}

function resolveOwnUrl(wasmUrl: string): string {
  const here: { href: string } | undefined = globalThis.location
  if (!here) throw new TypeError('wasmUrl is for browsers; outside of one give wasmBinary, or nothing')
  const [page, wasm] = [new URL(here.href), new URL(wasmUrl, here.href)]
  // Compared by parts, since the origin of an extension's address is opaque in some browsers.
  if (page.protocol !== wasm.protocol || page.host !== wasm.host) {
    throw new TypeError('wasmUrl must be of the same origin')
  }
  return wasm.href
}

/** Reads the file beside the installed package. Without imports of Node's modules, so that browser bundles stay whole. */
function readWasmFile(): ArrayBuffer {
  const runtime: { getBuiltinModule?: NodeJS.Process['getBuiltinModule'] } | undefined = globalThis.process
  if (!runtime?.getBuiltinModule) {
    throw new TypeError('call configureQrDecoder({ wasmUrl }) before decodeQr in a browser')
  }
  const { createRequire } = runtime.getBuiltinModule('node:module')
  const { readFileSync } = runtime.getBuiltinModule('node:fs')
  const file = createRequire(import.meta.url).resolve('zxing-wasm/reader/zxing_reader.wasm')
  return Uint8Array.from(readFileSync(file)).buffer
}
