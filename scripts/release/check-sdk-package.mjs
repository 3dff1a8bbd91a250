import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { root } from '../setup/paths.mjs'
import { Problem } from '../setup/problem.mjs'
import { run } from '../setup/run.mjs'
import { staging } from './sdk-package.mjs'

const consumer = {
  compilerOptions: {
    target: 'es2024',
    lib: ['es2024', 'dom'],
    module: 'nodenext',
    strict: true,
    noEmit: true,
    skipLibCheck: false,
    types: ['node'],
  },
  include: ['*.mts'],
}

/**
 * Looks at the package as who installs it does: publint finds nothing, plain Node can import every subpath, and a strict
 * consumer can type-check all of them and every example of the documents.
 * @param {string} tarball
 */
export async function checkSdkPackage(tarball) {
  const manifest = JSON.parse(readFileSync(join(staging, 'package.json'), 'utf8'))
  const subpaths = Object.keys(manifest.exports).filter((subpath) => !subpath.endsWith('.json'))
  await expectSuccess('publint', 'publint', ['run', tarball, '--strict'])

  // A package may import itself by name: inside it that is the packed one, not the workspace.
  const folder = join(staging, 'consumer')
  mkdirSync(folder)
  const imports = subpaths.map(
    (subpath, index) => `import * as part${index} from '${subpath.replace(/^\./, manifest.name)}'`,
  )
  const uses = subpaths.map(
    (subpath, index) => `if (Object.keys(part${index}).length === 0) throw new Error('${subpath}')`,
  )
  const text = `${[...imports, ...uses].join('\n')}\n`
  writeFileSync(join(folder, 'every-subpath.mjs'), text)
  writeFileSync(join(folder, 'every-subpath.mts'), text)
  for (const [name, example] of readExamples()) writeFileSync(join(folder, name), example)
  writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify(consumer))
  await expectSuccess('pack-import', 'node', [join(folder, 'every-subpath.mjs')])
  await expectSuccess('pack-types', 'tsc', ['-p', folder])
}

/**
 * The TypeScript examples of the documents that are whole programs: those that import something.
 * @returns {[name: string, text: string][]}
 */
function readExamples() {
  const pages = readdirSync(join(root, 'sdk/docs'), { recursive: true }).map((name) => `sdk/docs/${name}`)
  return ['README.md', 'sdk/README.md', ...pages]
    .filter((path) => path.endsWith('.md'))
    .flatMap((path) => {
      const blocks = [...readFileSync(join(root, path), 'utf8').matchAll(/^```ts\n([\s\S]*?)^```/gm)]
      const page = relative('.', path).replace(/\.md$/, '').replaceAll('/', '-')
      return blocks
        .map((block) => block[1] ?? '')
        .filter((text) => /^import /m.test(text))
        .map((text, index) => /** @type {[string, string]} */ ([`${page}-${index + 1}.mts`, text]))
    })
}

/**
 * @param {string} name
 * @param {string} command
 * @param {string[]} args
 */
async function expectSuccess(name, command, args) {
  const result = await run(name, command, args)
  if (result.code !== 0)
    throw new Problem(`${command} finds fault with the npm package:\n${result.output.trim()}`)
}
