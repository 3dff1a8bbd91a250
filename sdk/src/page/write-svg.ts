import { findById, parentOf, styleOf } from './platform.ts'
import { readGeometry, readInherited, readOwnStyle, type SvgStyle } from './svg-style.ts'

/** What draws, or holds what draws. Neither scripts nor styles nor foreign markup are taken along. */
const ELEMENTS: ReadonlySet<string> = new Set(
  'svg g a switch defs symbol use path rect circle ellipse line polyline polygon clipPath mask pattern linearGradient radialGradient stop image'.split(
    ' ',
  ),
)

const ATTRIBUTES: ReadonlySet<string> = new Set(
  'id systemLanguage d x y width height rx ry cx cy r fx fy fr x1 y1 x2 y2 points offset transform viewBox preserveAspectRatio clipPathUnits maskUnits maskContentUnits patternUnits patternContentUnits patternTransform gradientUnits gradientTransform spreadMethod'.split(
    ' ',
  ),
)

/** Elements of one drawing; a QR code has a few thousand where each module is one. */
const MOST_ELEMENTS = 20_000

const DEEPEST = 40

/**
 * Writes a drawing of the page as a picture by itself, in `width` by `height` pixels, with the colours and sizes that it has in
 * the page, and with what it refers to in other drawings. The element is only read: a copy of it in the page's document
 * could be noticed.
 *
 * @returns `null` where it has more in it than a QR code
 */
export function writeSvg(svg: SVGSVGElement, width: number, height: number): string | null {
  let left = MOST_ELEMENTS
  /** Of other drawings. */
  const referred = new Set<Element>()
  const refer = (id: string): boolean => {
    const target = findById(svg, id)
    if (target === null || !ELEMENTS.has(target.localName)) return false
    if (!svg.contains(target)) referred.add(target)
    return true
  }
  const write = (element: Element, depth: number, around: SvgStyle): string => {
    left--
    if (left < 0 || depth > DEEPEST || !ELEMENTS.has(element.localName)) return ''
    const isRoot = element === svg
    const style = readInherited(element)
    const css = readOwnStyle(element, { style, around, isRoot })
      .map(([name, value]) => `${name}:${plainReference(value, refer)}`)
      .join(';')
    const attributes = new Map([
      ...readAttributes(element, isRoot, refer),
      ...readGeometry(element),
      ...(isRoot ? rootAttributes(svg, width, height) : []),
    ])
    if (css !== '') attributes.set('style', css)
    const inside = [...element.children].map((child) => write(child, depth + 1, style)).join('')
    const written = [...attributes].map(([name, value]) => ` ${name}="${escapeText(value)}"`).join('')
    const outside = isRoot ? writeReferred() : ''
    return `<${element.localName}${written}>${outside}${inside}</${element.localName}>`
  }
  /** First, since of two elements with one id the first counts; and as what they refer to is found while they are written. */
  const writeReferred = (): string => {
    const written: string[] = []
    for (const element of referred) {
      const parent = parentOf(element)
      written.push(write(element, 1, parent ? readInherited(parent) : {}))
    }
    return written.length === 0 ? '' : `<defs>${written.join('')}</defs>`
  }
  const text = write(svg, 0, {})
  return left < 0 ? null : text
}

/** Whether a drawing stands by itself, and not in another one. */
export function isOutermost(element: Element): boolean {
  const parent = parentOf(element)
  return element.localName === 'svg' && !(parent && Element.prototype.closest.call(parent, 'svg'))
}

function readAttributes(
  element: Element,
  isRoot: boolean,
  refer: (id: string) => boolean,
): [string, string][] {
  const plain = [...element.attributes]
    .filter(
      ({ name }) => ATTRIBUTES.has(name) && !(isRoot && /^(x|y|width|height|viewBox|transform)$/.test(name)),
    )
    .map(({ name, value }): [string, string] => [name, value])
  const href = element.getAttribute('href') ?? element.getAttribute('xlink:href')
  if (href === null) return plain
  // What is elsewhere is not fetched for this.
  const isHere = href.startsWith('#')
    ? refer(readId(href.slice(1)))
    : /^data:image\/(png|jpeg|gif|webp)[;,]/.test(href)
  return isHere ? [...plain, ['href', href]] : plain
}

function rootAttributes(svg: SVGSVGElement, width: number, height: number): [string, string][] {
  const box = svg.getAttribute('viewBox')
  // Its own size, not the one of a page that turns it or makes it smaller.
  const { width: ownWidth, height: ownHeight } = styleOf(svg)
  return [
    ['xmlns', 'http://www.w3.org/2000/svg'],
    ['viewBox', box ?? `0 0 ${Number.parseFloat(ownWidth)} ${Number.parseFloat(ownHeight)}`],
    ['width', String(width)],
    ['height', String(height)],
  ]
}

/** A reference to what is elsewhere becomes one colour, and counts for nothing where a colour can't stand. */
function plainReference(value: string, refer: (id: string) => boolean): string {
  if (!value.startsWith('url(')) return value
  const [, id] = /^url\("#((?:[^"\\]|\\.)*)"\)/.exec(value) ?? []
  return id !== undefined && refer(readId(id.replace(/\\(.)/g, '$1'))) ? value : '#000'
}

/** An id as an address writes it. */
function readId(fragment: string): string {
  try {
    return decodeURIComponent(fragment)
  } catch {
    return fragment
  }
}

function escapeText(text: string): string {
  return text.replace(/[<>&"\p{Cc}]/gu, (character) => `&#${character.charCodeAt(0)};`)
}
