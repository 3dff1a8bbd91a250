import { encodeQR, type QrOpts } from 'qr'

/** A grey picture that tests draw on, row by row; 0 is black and 255 white. */
export interface Picture {
  grey: Uint8ClampedArray
  width: number
  height: number
}

export function blank(width: number, height: number, shade = 255): Picture {
  return { grey: new Uint8ClampedArray(width * height).fill(shade), width, height }
}

/** Draws a text as a QR code with `scale` pixels a module (whole or not) and a light border of `border` modules. */
export function qrPicture(
  text: string,
  {
    scale = 4,
    border = 4,
    ...options
  }: { scale?: number; border?: number } & Pick<QrOpts, 'ecc' | 'version'> = {},
): Picture {
  // The encoder always draws a border, so its own is one module wide and skipped.
  const modules = encodeQR(text, 'raw', { border: 1, ecc: 'medium', ...options })
  const size = Math.round((modules.length - 2 + 2 * border) * scale)
  const moduleAt = (pixel: number) => Math.floor(pixel / scale) - border + 1
  return mapPicture(blank(size, size), (_, x, y) => (modules[moduleAt(y)]?.[moduleAt(x)] ? 0 : 255))
}

export function paste(onto: Picture, picture: Picture, left: number, top: number): Picture {
  return mapPicture(onto, (shade, x, y) => {
    const inside = x >= left && y >= top && x < left + picture.width && y < top + picture.height
    return inside ? shadeAt(picture, x - left, y - top) : shade
  })
}

export function invert(picture: Picture): Picture {
  return mapPicture(picture, (shade) => 255 - shade)
}

/** Keeps the shape and brings black and white closer together. */
export function fade(picture: Picture, dark: number, light: number): Picture {
  return mapPicture(picture, (shade) => dark + ((light - dark) * shade) / 255)
}

/** Turns a picture around its centre, on a white ground that is large enough for all of it. */
export function rotate(picture: Picture, degrees: number): Picture {
  const angle = (degrees * Math.PI) / 180
  const [cos, sin] = [Math.cos(angle), Math.sin(angle)]
  const width = Math.ceil(Math.abs(picture.width * cos) + Math.abs(picture.height * sin))
  const height = Math.ceil(Math.abs(picture.width * sin) + Math.abs(picture.height * cos))
  return mapPicture(blank(width, height), (_, x, y) => {
    const [dx, dy] = [x - width / 2, y - height / 2]
    return sample(picture, dx * cos + dy * sin + picture.width / 2, dy * cos - dx * sin + picture.height / 2)
  })
}

/** Averages every pixel with its neighbours, `radius` pixels to each side. */
export function blur(picture: Picture, radius: number): Picture {
  return mapPicture(picture, (_, x, y) => {
    let sum = 0
    for (let dy = -radius; dy <= radius; dy++) {
      for (let dx = -radius; dx <= radius; dx++) sum += shadeAt(picture, x + dx, y + dy)
    }
    return sum / (2 * radius + 1) ** 2
  })
}

/** Adds the same noise every time, up to `strength` shades darker or lighter. */
export function addNoise(picture: Picture, strength: number, seed = 1): Picture {
  const next = randomNumbers(seed)
  return mapPicture(picture, (shade) => shade + (next() * 2 - 1) * strength)
}

/** Lines of dark strokes, as dense as text. */
export function textPage(width: number, height: number, seed = 1): Picture {
  const page = blank(width, height)
  const next = randomNumbers(seed)
  for (let top = 20; top + 12 < height; top += 22) {
    for (let left = 20; left < width - 20; left += 3 + Math.floor(next() * 5)) {
      const tall = 5 + Math.floor(next() * 7)
      for (let y = top + 12 - tall; y < top + 12; y++)
        page.grey.fill(30, y * width + left, y * width + left + 2)
    }
  }
  return page
}

export function toRgba(picture: Picture): { data: Uint8ClampedArray; width: number; height: number } {
  const data = new Uint8ClampedArray(picture.width * picture.height * 4)
  for (let index = 0; index < picture.grey.length; index++) {
    data.fill(picture.grey[index] ?? 0, index * 4, index * 4 + 3)
    data[index * 4 + 3] = 255
  }
  return { data, width: picture.width, height: picture.height }
}

function mapPicture(picture: Picture, shadeOf: (shade: number, x: number, y: number) => number): Picture {
  const { width, height } = picture
  const grey = picture.grey.map((shade, index) => shadeOf(shade, index % width, Math.floor(index / width)))
  return { grey, width, height }
}

function shadeAt(picture: Picture, x: number, y: number): number {
  if (x < 0 || y < 0 || x >= picture.width || y >= picture.height) return 255
  return picture.grey[y * picture.width + x] ?? 255
}

function sample(picture: Picture, x: number, y: number): number {
  const [left, top] = [Math.floor(x - 0.5), Math.floor(y - 0.5)]
  const [right, down] = [x - 0.5 - left, y - 0.5 - top]
  const above = shadeAt(picture, left, top) * (1 - right) + shadeAt(picture, left + 1, top) * right
  const below = shadeAt(picture, left, top + 1) * (1 - right) + shadeAt(picture, left + 1, top + 1) * right
  return above * (1 - down) + below * down
}

/** Numbers from 0 up to 1, the same row for the same seed (mulberry32). */
function randomNumbers(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}
