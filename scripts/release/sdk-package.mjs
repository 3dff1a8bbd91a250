import {
  chmodSync,
  cpSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { logs, root } from '../setup/paths.mjs'
import { Problem } from '../setup/problem.mjs'
import { run } from '../setup/run.mjs'

/** Where the npm package is put together before it is packed; inside the repository, so that its dependencies resolve. */
export const staging = join(root, '.cache/pack/countersign')

const configuration = {
  extends: '../../sdk/tsconfig.json',
  compilerOptions: {
    composite: false,
    incremental: false,
    emitDeclarationOnly: false,
    declaration: true,
    rewriteRelativeImportExtensions: true,
    rootDir: '../../sdk/src',
    outDir: 'countersign/dist',
  },
  include: ['../../sdk/src'],
}

/**
 * Compiles the SDK to JavaScript and declarations and packs it for npm.
 * @param {string} folder where the tarball is put
 * @returns {Promise<string>} its path
 */
export async function packSdk(folder) {
  rmSync(staging, { recursive: true, force: true })
  mkdirSync(staging, { recursive: true })
  const project = join(root, '.cache/pack/tsconfig.json')
  writeFileSync(project, JSON.stringify(configuration))
  await execute('pack-sdk', 'tsc', ['-p', project])

  const manifest = JSON.parse(readFileSync(join(root, 'sdk/package.json'), 'utf8'))
  writeFileSync(join(staging, 'package.json'), `${JSON.stringify(toPublished(manifest), null, 2)}\n`)
  cpSync(join(root, 'LICENSE'), join(staging, 'LICENSE'))
  for (const name of ['README.md', 'docs', 'migrations']) {
    cpSync(join(root, 'sdk', name), join(staging, name), { recursive: true })
  }
  for (const path of listFiles(staging)) {
    if (path.endsWith('.d.ts')) {
      const text = readFileSync(path, 'utf8')
      // The compiler rewrites the specifiers of what it emits as JavaScript only.
      writeFileSync(
        path,
        text.replace(/((?:from|import\()\s*)(['"])(\.{1,2}\/[^'"]+)\.tsx?\2/g, '$1$2$3.js$2'),
      )
    }
    // Else the tarball would tell the umask of who packed it.
    chmodSync(path, 0o644)
  }
  await execute('pack-npm', 'npm', ['pack', staging, '--pack-destination', folder, '--ignore-scripts'])
  return join(folder, `${manifest.name}-${manifest.version}.tgz`)
}

/**
 * @param {Record<string, unknown> & { exports: Record<string, string> }} manifest
 */
function toPublished(manifest) {
  const { devDependencies, scripts, exports: sources, ...published } = manifest
  const exports = Object.entries(sources).map(([subpath, source]) => {
    if (!source.endsWith('.ts')) return [subpath, source]
    const target = source.replace(/^\.\/src\//, './dist/').replace(/\.tsx?$/, '')
    return [subpath, { types: `${target}.d.ts`, default: `${target}.js` }]
  })
  return { ...published, exports: Object.fromEntries(exports), files: ['dist', 'docs', 'migrations'] }
}

/**
 * @param {string} folder
 * @returns {string[]}
 */
function listFiles(folder) {
  return readdirSync(folder)
    .map((name) => join(folder, name))
    .flatMap((path) => (statSync(path).isDirectory() ? listFiles(path) : [path]))
}

/**
 * @param {string} name
 * @param {string} command
 * @param {string[]} args
 */
async function execute(name, command, args) {
  const result = await run(name, command, args)
  if (result.code !== 0)
    throw new Problem(`${command} failed (whole output in ${logs}):\n${result.output.trim()}`)
}
