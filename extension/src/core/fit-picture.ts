import type { PictureSize } from './picture-size.ts'

/** Beyond an 8K screen and a phone's camera. */
const mostPixels = 24_000_000

/** Four bytes each is what a browser takes for it while it is made smaller. */
const mostPixelsBefore = 100_000_000

/** The size to read a picture at: its own, a smaller one of the same shape, or `null` where it is too large for that. */
export function fitPicture({ width, height }: PictureSize): PictureSize | null {
  if (width * height > mostPixelsBefore) return null
  const scale = Math.min(1, Math.sqrt(mostPixels / (width * height)))
  return { width: Math.max(1, Math.floor(width * scale)), height: Math.max(1, Math.floor(height * scale)) }
}

/**
 * The width to open a large picture with, so that it takes less memory and time; `undefined` for one to open as it is.
 * Only the width, since a photo may be turned by what stands in it, and both would squeeze it then; and never more than
 * either side has, since a turned one would grow.
 */
export function fitWidth(size: PictureSize): number | undefined {
  const width = fitPicture(size)?.width
  return width !== undefined && width < size.width && width <= size.height ? width : undefined
}
