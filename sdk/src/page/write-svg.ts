import { parentOf, styleOf } from './platform.ts'

/** What draws, or holds what draws. Neither scripts nor styles nor foreign markup are taken along. */
const ELEMENTS: ReadonlySet<string> = new Set(
  'svg g defs symbol use path rect circle ellipse line polyline polygon clipPath image'.split(' '),
)

const ATTRIBUTES: ReadonlySet<string> = new Set(
  'id d x y width height rx ry cx cy r x1 y1 x2 y2 points transform viewBox preserveAspectRatio clip-path clipPathUnits'.split(
    ' ',
  ),
)

/** What style sheets of the page decide, and the copy has to carry itself. */
const PROPERTIES = [
  'display',
  'fill',
  'fill-opacity',
  'fill-rule',
  'opacity',
  'shape-rendering',
  'stroke',
  'stroke-dasharray',
  'stroke-linecap',
  'stroke-opacity',
  'stroke-width',
  'visibility',
]

/** Elements of one drawing; a QR code has a few thousand where each module is one. */
const MOST_ELEMENTS = 20_000

const DEEPEST = 40

/**
 * Writes a drawing of the page as a picture by itself, in `width` by `height` pixels, with the colours that it has in
 * the page. The element is only read: a copy of it in the page's document could be noticed.
 *
 * @returns `null` where it has more in it than a QR code
 */
export function writeSvg(svg: SVGSVGElement, width: number, height: number): string | null {
  let left = MOST_ELEMENTS
  const write = (element: Element, depth: number, inherited: Record<string, string>): string => {
    left--
    if (left < 0 || depth > DEEPEST || !ELEMENTS.has(element.localName)) return ''
    const computed = styleOf(element)
    const style = Object.fromEntries(PROPERTIES.map((name) => [name, computed.getPropertyValue(name)]))
    const changed = PROPERTIES.filter((name) => style[name] !== inherited[name] && style[name] !== '')
    const attributes = [
      ...readAttributes(element),
      ...(depth === 0 ? rootAttributes(svg, width, height) : []),
      ...(changed.length > 0
        ? [['style', changed.map((name) => `${name}:${plainPaint(style[name] ?? '')}`).join(';')] as const]
        : []),
    ]
    const inside = [...element.children].map((child) => write(child, depth + 1, style)).join('')
    const written = attributes.map(([name, value]) => ` ${name}="${escapeText(value)}"`).join('')
    return `<${element.localName}${written}>${inside}</${element.localName}>`
  }
  const text = write(svg, 0, {})
  return left < 0 ? null : text
}

/** Whether a drawing stands by itself, and not in another one. */
export function isOutermost(element: Element): boolean {
  const parent = parentOf(element)
  return element.localName === 'svg' && !(parent && Element.prototype.closest.call(parent, 'svg'))
}

function readAttributes(element: Element): [string, string][] {
  const isRoot = isOutermost(element)
  const plain = [...element.attributes]
    .filter(
      ({ name }) => ATTRIBUTES.has(name) && !(isRoot && /^(x|y|width|height|viewBox|transform)$/.test(name)),
    )
    .map(({ name, value }): [string, string] => [name, value])
  const href = element.getAttribute('href') ?? element.getAttribute('xlink:href')
  // What is elsewhere is not fetched for this.
  return href !== null && /^(#|data:image\/(png|jpeg|gif|webp)[;,])/.test(href)
    ? [...plain, ['href', href]]
    : plain
}

function rootAttributes(svg: SVGSVGElement, width: number, height: number): [string, string][] {
  const box = svg.getAttribute('viewBox')
  const { width: shownWidth, height: shownHeight } = svg.getBoundingClientRect()
  return [
    ['xmlns', 'http://www.w3.org/2000/svg'],
    ['viewBox', box ?? `0 0 ${shownWidth} ${shownHeight}`],
    ['width', String(width)],
    ['height', String(height)],
  ]
}

/** Paints that are drawn elsewhere in the page become one colour. */
function plainPaint(value: string): string {
  return value.startsWith('url(') ? '#000' : value
}

function escapeText(text: string): string {
  return text.replace(/[<>&"\p{Cc}]/gu, (character) => `&#${character.charCodeAt(0)};`)
}
