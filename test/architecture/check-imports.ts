import { posix } from 'node:path'
import { type Zone, zones } from './import-table.ts'
import type { Import } from './read-imports.ts'

/** Says what is wrong with one import, or returns undefined. */
export type ImportJudge = (path: string, one: Import) => string | undefined

/**
 * @param subpaths the SDK's exports: subpath (`.`, `./otp`) to the source file relative to sdk/
 */
export function createImportJudge(subpaths: Record<string, string>): ImportJudge {
  return (path, { specifier, typeOnly }) => {
    const from = findZone(path)
    if (from === undefined) return `${path} is in no zone: add its folder to import-table.ts`
    const zone = readZone(from)
    if (specifier === null) return `${path} imports a computed name, which can't be checked`

    const target = resolveSpecifier(path, specifier, subpaths)
    if (target.kind === 'unknown') return `${path} imports ${specifier}, which countersign does not export`
    if (target.kind === 'package') {
      const allowed = zone.packages === undefined || zone.packages.includes(target.name)
      return allowed ? undefined : `${path} imports ${specifier}: ${from} may import ${list(zone.packages)}`
    }
    if (target.kind === 'relative' && workspaceOf(target.path) !== workspaceOf(path)) {
      return `${path} reaches into ${target.path}: other workspaces are imported by their package's name`
    }
    const to = findZone(target.path)
    if (to === undefined)
      return isAsset(target.path) ? undefined : `${path} imports ${target.path}, which is in no zone`
    if (to === from) {
      const same = zone.apart && target.path !== path
      return same ? `${path} imports ${target.path}: files of ${from} do not import each other` : undefined
    }
    if (zone.may.includes(to) || (typeOnly && zone.mayTypes?.includes(to))) return undefined
    if (zone.mayTypes?.includes(to))
      return `${path} imports ${target.path}: ${from} may import only types of ${to}`
    return `${path} imports ${target.path}: ${from} may import ${list(zone.may)}`
  }
}

export function findZone(path: string): string | undefined {
  return Object.keys(zones).find((name) => readZone(name).files.test(path))
}

type Target =
  | { kind: 'relative' | 'subpath'; path: string }
  | { kind: 'package'; name: string }
  | { kind: 'unknown' }

function resolveSpecifier(path: string, specifier: string, subpaths: Record<string, string>): Target {
  const plain = specifier.split('?')[0] ?? specifier
  if (plain.startsWith('.')) return { kind: 'relative', path: posix.join(posix.dirname(path), plain) }
  if (plain.startsWith('node:')) return { kind: 'package', name: 'node:' }
  const [scope = '', second = ''] = plain.split('/')
  const name = scope.startsWith('@') ? `${scope}/${second}` : scope
  if (name !== 'countersign') return { kind: 'package', name }
  const file = subpaths[plain.replace(/^countersign/, '.')]
  return file === undefined ? { kind: 'unknown' } : { kind: 'subpath', path: posix.join('sdk', file) }
}

function readZone(name: string): Zone {
  const zone = zones[name]
  if (!zone) throw new RangeError(`There is no zone ${name}`)
  return zone
}

function workspaceOf(path: string): string {
  return path.split('/')[0] ?? ''
}

function isAsset(path: string): boolean {
  return !/\.[cm]?[jt]sx?$/.test(path)
}

function list(names: string[] | undefined): string {
  return names === undefined || names.length === 0 ? 'nothing of ours' : names.join(', ')
}
