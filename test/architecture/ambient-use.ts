import { parseSync, Visitor } from 'oxc-parser'

const calls = [
  'Date.now',
  'performance.now',
  'Math.random',
  'fetch',
  'setTimeout',
  'setInterval',
  'setImmediate',
]
const randomness = ['crypto.getRandomValues', 'crypto.randomUUID', 'crypto.randomBytes']
const randomImports = [
  'randomBytes',
  'randomInt',
  'randomUUID',
  'randomFillSync',
  'getRandomValues',
  'webcrypto',
]
const browserObjects = ['browser', 'chrome', 'indexedDB']

/** Which clock, timer, network or randomness of the surroundings a source uses by itself, as written in it. */
export function findAmbientUse(path: string, source: string): string[] {
  const found: string[] = []
  new Visitor({
    CallExpression(node) {
      const name = nameOf(node.callee)
      if (calls.includes(name)) found.push(name)
    },
    NewExpression(node) {
      if (nameOf(node.callee) === 'Date' && node.arguments.length === 0) found.push('new Date()')
    },
  }).visit(parseSync(path, source).program)
  return found
}

/** Which sources of randomness a file uses by itself. */
export function findRandomness(path: string, source: string): string[] {
  const found: string[] = []
  new Visitor({
    CallExpression(node) {
      const name = nameOf(node.callee)
      if (randomness.includes(name)) found.push(name)
    },
    ImportSpecifier(node) {
      if (node.imported.type === 'Identifier' && randomImports.includes(node.imported.name)) {
        found.push(node.imported.name)
      }
    },
  }).visit(parseSync(path, source).program)
  return found
}

/** Which of the browser's extension objects and databases a file uses by itself. */
export function findBrowserUse(path: string, source: string): string[] {
  const found: string[] = []
  const { program } = parseSync(path, source)
  new Visitor({
    MemberExpression(node) {
      const object = nameOf(node.object)
      const own = object.replace(/^(globalThis|self|window)\./, '')
      if (browserObjects.includes(own)) found.push(object)
    },
    ImportDeclaration(node) {
      if (node.importKind === 'type') return
      if (['webextension-polyfill', 'idb'].includes(node.source.value)) found.push(node.source.value)
    },
  }).visit(program)
  return found
}

/** Properties that turn text into markup. */
export function findMarkupSinks(path: string, source: string): string[] {
  const sinks = ['innerHTML', 'outerHTML', 'insertAdjacentHTML', 'dangerouslySetInnerHTML', 'setHTMLUnsafe']
  const found: string[] = []
  new Visitor({
    Identifier(node) {
      if (sinks.includes(node.name)) found.push(node.name)
    },
    JSXIdentifier(node) {
      if (sinks.includes(node.name)) found.push(node.name)
    },
  }).visit(parseSync(path, source).program)
  return found
}

interface Node {
  type: string
  name?: unknown
  object?: unknown
  property?: unknown
}

/** `a.b.c` of an identifier or a chain of plain properties, or an empty string. */
function nameOf(value: unknown): string {
  const node = value as Node
  if (node.type === 'Identifier') return String(node.name)
  if (node.type !== 'MemberExpression') return ''
  const object = nameOf(node.object)
  const property = nameOf(node.property)
  const full = `${object}.${property}`
  return object && property ? full.replace(/^(globalThis|self|window)\.(?=[A-Za-z]+\.|fetch|set)/, '') : ''
}
