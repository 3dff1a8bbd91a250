import { evenOut } from './even-out.ts'
import { assertQrImage, type QrImage, withoutTransparency } from './image.ts'
import { readWithJsqr } from './second-opinion.ts'
import { readWithZxing } from './zxing-reader.ts'

export { MOST_PIXELS, type QrImage } from './image.ts'
export { configureQrDecoder, type QrDecoderOptions } from './zxing-reader.ts'

/**
 * Reads the QR codes in a picture, upright, turned or inverted, with zxing; where that finds nothing, jsqr has a
 * bounded second look, and a code on a coloured card a third one: beside a code that zxing reads, neither is taken. Takes tens of milliseconds for a full screen: in an interface, call it in a worker.
 *
 * @returns the texts, none where there is no code; what they say is not judged here
 * @throws TypeError where the image's shape is wrong, or in a browser before {@link configureQrDecoder}
 * @throws RangeError where the image has more than {@link MOST_PIXELS}
 * @example
 * const [code] = await decodeQr(context.getImageData(0, 0, canvas.width, canvas.height))
 */
export async function decodeQr(image: QrImage): Promise<{ text: string }[]> {
  assertQrImage(image)
  const opaque = withoutTransparency(image)
  return (await readAnyWay(opaque)).map((text) => ({ text }))
}

async function readAnyWay(image: QrImage): Promise<string[]> {
  const texts = await readWithZxing(image)
  if (texts.length > 0) return texts
  const second = readWithJsqr(image)
  if (second.length > 0) return second
  const evened = evenOut(image)
  return evened === null ? [] : readWithZxing(evened)
}
