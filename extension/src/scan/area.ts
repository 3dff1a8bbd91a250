/** A part of a picture, in shares of its width and height. */
export interface Area {
  left: number
  top: number
  width: number
  height: number
}

/** The middle of a picture, to begin with. */
export const firstArea: Area = { left: 0.25, top: 0.25, width: 0.5, height: 0.5 }

const least = 0.02

const steps: ReadonlyMap<string, [number, number]> = new Map([
  ['ArrowLeft', [-1, 0]],
  ['ArrowRight', [1, 0]],
  ['ArrowUp', [0, -1]],
  ['ArrowDown', [0, 1]],
])

/** The area between two corners, whichever way it was drawn. */
export function spanArea(from: { x: number; y: number }, to: { x: number; y: number }): Area {
  const [left, right] = [Math.min(from.x, to.x), Math.max(from.x, to.x)].map(clamp) as [number, number]
  const [top, bottom] = [Math.min(from.y, to.y), Math.max(from.y, to.y)].map(clamp) as [number, number]
  return { left, top, width: Math.max(least, right - left), height: Math.max(least, bottom - top) }
}

/** Moves an area, or its far corner, by one key; `null` for keys that do neither. */
export function moveArea(area: Area, key: string, resize: boolean): Area | null {
  const step = steps.get(key)
  if (step === undefined) return null
  const [x, y] = step.map((direction) => direction * 0.02) as [number, number]
  if (resize) {
    return {
      ...area,
      width: Math.min(1 - area.left, Math.max(least, area.width + x)),
      height: Math.min(1 - area.top, Math.max(least, area.height + y)),
    }
  }
  return {
    ...area,
    left: Math.min(1 - area.width, Math.max(0, area.left + x)),
    top: Math.min(1 - area.height, Math.max(0, area.top + y)),
  }
}

/** The pixels of an area; at least one. */
export function areaPixels(
  area: Area,
  { width, height }: { width: number; height: number },
): [left: number, top: number, width: number, height: number] {
  const left = Math.min(width - 1, Math.floor(area.left * width))
  const top = Math.min(height - 1, Math.floor(area.top * height))
  return [
    left,
    top,
    Math.max(1, Math.min(width - left, Math.round(area.width * width))),
    Math.max(1, Math.min(height - top, Math.round(area.height * height))),
  ]
}

function clamp(share: number): number {
  return Math.min(1 - least, Math.max(0, share))
}
