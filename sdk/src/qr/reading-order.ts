interface Point {
  x: number
  y: number
}

/** The corners of a code in a picture, in pixels; which is which depends on how the code is turned. */
export type Corners = Record<'topLeft' | 'topRight' | 'bottomLeft' | 'bottomRight', Point>

interface Placed<Code> {
  code: Code
  left: number
  top: number
  height: number
}

/** Puts codes as a page is read: row by row from the top, each row from the left. */
export function putInReadingOrder<Code extends { position: Corners }>(codes: Code[]): Code[] {
  const rows: Placed<Code>[][] = []
  for (const one of codes.map(place).toSorted((a, b) => a.top - b.top)) {
    const row = rows.at(-1)
    const [first] = row ?? []
    if (row !== undefined && first !== undefined && one.top < first.top + first.height / 2) row.push(one)
    else rows.push([one])
  }
  return rows.flatMap((row) => row.toSorted((a, b) => a.left - b.left).map(({ code }) => code))
}

function place<Code extends { position: Corners }>(code: Code): Placed<Code> {
  const { topLeft, topRight, bottomLeft, bottomRight } = code.position
  const corners = [topLeft, topRight, bottomLeft, bottomRight]
  const rows = corners.map(({ y }) => y)
  const top = Math.min(...rows)
  return { code, left: Math.min(...corners.map(({ x }) => x)), top, height: Math.max(...rows) - top }
}
