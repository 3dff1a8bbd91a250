import { styleOf } from './platform.ts'

/** What an element hands on to those in it. */
const INHERITED = [
  'clip-rule',
  'fill',
  'fill-opacity',
  'fill-rule',
  'shape-rendering',
  'stroke',
  'stroke-dasharray',
  'stroke-linecap',
  'stroke-opacity',
  'stroke-width',
  'visibility',
]

/** What an element has for itself, and what that is where nothing says anything. */
const OWN: Record<string, string> = {
  'clip-path': 'none',
  display: 'inline',
  'mask-image': 'none',
  opacity: '1',
  rotate: 'none',
  scale: 'none',
  transform: 'none',
  translate: 'none',
}

/** What moves an element. */
const MOVES: ReadonlySet<string> = new Set(['rotate', 'scale', 'transform', 'translate'])

/** What places a transformation. */
const OF_TRANSFORM = ['transform-box', 'transform-origin']

/** What only some elements have. */
const OF_ELEMENT: Record<string, string[]> = {
  mask: ['mask-type'],
  stop: ['stop-color', 'stop-opacity'],
}

/** Sizes and places that a style sheet may decide in place of an attribute. */
const GEOMETRY: Record<string, string[]> = {
  circle: ['cx', 'cy', 'r'],
  ellipse: ['cx', 'cy', 'rx', 'ry'],
  image: ['x', 'y', 'width', 'height'],
  rect: ['x', 'y', 'width', 'height', 'rx', 'ry'],
  use: ['x', 'y'],
}

/** What is only drawn where something refers to it; browsers write that as `display` too. */
const UNDRAWN: ReadonlySet<string> = new Set(
  'defs symbol clipPath mask pattern linearGradient radialGradient stop'.split(' '),
)

/** The inherited part of an element's style. */
export type SvgStyle = Record<string, string>

export function readInherited(element: Element): SvgStyle {
  const computed = styleOf(element)
  return Object.fromEntries(INHERITED.map((name) => [name, computed.getPropertyValue(name)]))
}

/** What a copy of an element has to carry itself, where what it stands in has this style. */
export function readOwnStyle(
  element: Element,
  { style, around, isRoot }: { style: SvgStyle; around: SvgStyle; isRoot: boolean },
): [string, string][] {
  const computed = styleOf(element)
  const read = (name: string): [string, string] => [name, computed.getPropertyValue(name)]
  const inherited = Object.entries(style).filter(([name, value]) => value !== around[name])
  const own = Object.keys(OWN)
    .filter((name) => !(name === 'display' && UNDRAWN.has(element.localName)))
    // How the whole drawing is turned on its page is not part of it.
    .filter((name) => !(isRoot && MOVES.has(name)))
    .map(read)
    .filter(([name, value]) => value !== OWN[name])
  const isMoved = own.some(([name]) => MOVES.has(name))
  const others = [...(isMoved ? OF_TRANSFORM : []), ...(OF_ELEMENT[element.localName] ?? [])].map(read)
  return [...inherited, ...own, ...others].filter(([, value]) => value !== '')
}

export function readGeometry(element: Element): [string, string][] {
  const names = GEOMETRY[element.localName] ?? []
  if (names.length === 0) return []
  const computed = styleOf(element)
  return names
    .map((name): [string, string] => [name, computed.getPropertyValue(name)])
    .filter(([, value]) => value !== '' && value !== 'auto')
}
