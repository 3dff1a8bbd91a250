import { readFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { gzipSync } from 'node:zlib'
import { parseSync } from 'oxc-parser'

/** The scripts that an extension page runs before anything else happens, by their path in the package. */
export function findFirstScripts(folder: string, page: string): string[] {
  const html = readFileSync(join(folder, page), 'utf8')
  const found = new Set<string>()
  const visit = (path: string) => {
    if (found.has(path)) return
    found.add(path)
    const { module } = parseSync(path, readFileSync(join(folder, path), 'utf8'), { sourceType: 'module' })
    const exported = module.staticExports.flatMap(({ entries }) =>
      entries.map(({ moduleRequest }) => moduleRequest?.value),
    )
    for (const specifier of [...module.staticImports.map((one) => one.moduleRequest.value), ...exported]) {
      if (specifier !== undefined) visit(resolve(folder, dirname(path), specifier))
    }
  }
  for (const [, source = ''] of html.matchAll(/<script[^>]+src="([^"]+)"/g))
    visit(resolve(folder, dirname(page), source))
  return [...found]
}

/** Bytes of files, each compressed by itself, as a package holds them. */
export function measureGzip(folder: string, paths: string[]): number {
  return paths.reduce((sum, path) => sum + gzipSync(readFileSync(join(folder, path)), { level: 9 }).length, 0)
}

/** Which of the scripts hold what has to wait until it is needed: a decoder, WebAssembly, or the list of suffixes. */
export function findHeavyScripts(folder: string, paths: string[]): string[] {
  const heavy = /AGFzbQ|inversionAttempts|readBarcodes|labelText/
  return paths.filter((path) => heavy.test(readFileSync(join(folder, path), 'utf8')))
}

function resolve(folder: string, from: string, specifier: string): string {
  return specifier.startsWith('/') ? specifier.slice(1) : relative(folder, join(folder, from, specifier))
}
