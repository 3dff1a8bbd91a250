/** Pixels as a canvas gives them: four bytes a pixel (red, green, blue, alpha), row by row. */
export interface QrImage {
  data: Uint8ClampedArray
  /** Pixels. */
  width: number
  /** Pixels. */
  height: number
}

/** The largest picture that is looked at: 8000 by 6000 pixels, beyond an 8K screen or a phone's camera. */
export const MOST_PIXELS = 48_000_000

/**
 * Checks a picture's shape before a decoder sees it (ASVS 5.2.6).
 *
 * @throws TypeError where it is not a picture or its data doesn't fit its size
 * @throws RangeError where it has more than {@link MOST_PIXELS}
 */
export function assertQrImage(image: QrImage): void {
  if (typeof image !== 'object' || image === null)
    throw new TypeError('image must have data, width and height')
  const { data, width, height } = image
  if (!(data instanceof Uint8ClampedArray || (data as unknown) instanceof Uint8Array)) {
    throw new TypeError('image.data must be a Uint8ClampedArray')
  }
  for (const side of [width, height]) {
    if (!Number.isSafeInteger(side) || side < 1)
      throw new TypeError('image.width and image.height must be whole, from 1')
  }
  if (width * height > MOST_PIXELS)
    throw new RangeError(`image must not have more than ${MOST_PIXELS} pixels`)
  if (data.length !== width * height * 4) throw new TypeError('image.data must have 4 bytes for each pixel')
}

/** Puts a picture on white paper, as a viewer would: the decoders look at colours only, and clear pixels are black. */
export function withoutTransparency(image: QrImage): QrImage {
  const { data, width, height } = image
  if (isOpaque(image)) return image
  const opaque = new Uint8ClampedArray(data)
  for (let at = 0; at < opaque.length; at += 4) {
    const alpha = (opaque[at + 3] ?? 255) / 255
    for (let channel = at; channel < at + 3; channel++) {
      opaque[channel] = (opaque[channel] ?? 0) * alpha + 255 * (1 - alpha)
    }
    opaque[at + 3] = 255
  }
  // By name: an `ImageData` has its size on its prototype.
  return { data: opaque, width, height }
}

/** Looks at every fourth row: a code has at least 21, and a screen has millions of pixels. */
function isOpaque({ data, width }: QrImage): boolean {
  const row = width * 4
  for (let start = 0; start < data.length; start += row * 4) {
    for (let at = start + 3; at < start + row; at += 4) if (data[at] !== 255) return false
  }
  return true
}
