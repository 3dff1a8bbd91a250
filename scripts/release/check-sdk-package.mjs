import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { Problem } from '../setup/problem.mjs'
import { run } from '../setup/run.mjs'
import { staging } from './sdk-package.mjs'

const consumer = {
  compilerOptions: {
    target: 'es2024',
    module: 'nodenext',
    strict: true,
    noEmit: true,
    types: ['node'],
  },
  files: ['consumer.mts'],
}

/**
 * Looks at the package as who installs it does: publint finds nothing, every subpath can be imported by plain Node
 * and type-checked by a strict consumer.
 * @param {string} tarball
 */
export async function checkSdkPackage(tarball) {
  const folder = join(staging, '..')
  const manifest = JSON.parse(readFileSync(join(staging, 'package.json'), 'utf8'))
  const subpaths = Object.keys(manifest.exports).filter((subpath) => !subpath.endsWith('.json'))
  const names = subpaths.map((subpath) => subpath.replace(/^\./, manifest.name))
  await expectSuccess('publint', 'publint', ['run', tarball, '--strict'])

  // A package may import itself by name: here that is the packed one, not the workspace.
  const imports = names.map((name) => `import * as ${toIdentifier(name)} from '${name}'`)
  const uses = names.map(
    (name) => `if (Object.keys(${toIdentifier(name)}).length === 0) throw new Error('${name}')`,
  )
  const text = `${[...imports, ...uses].join('\n')}\n`
  writeFileSync(join(staging, 'consumer.mjs'), text)
  writeFileSync(join(staging, 'consumer.mts'), text)
  writeFileSync(join(staging, 'tsconfig.json'), JSON.stringify(consumer))
  await expectSuccess('pack-import', 'node', [join(staging, 'consumer.mjs')])
  await expectSuccess('pack-types', 'tsc', ['-p', join(staging, 'tsconfig.json')], folder)
}

/** @param {string} name */
function toIdentifier(name) {
  return name.replace(/[^a-z]/g, '_')
}

/**
 * @param {string} name
 * @param {string} command
 * @param {string[]} args
 * @param {string} [cwd]
 */
async function expectSuccess(name, command, args, cwd) {
  const result = await run(name, command, args, cwd ? { cwd } : {})
  if (result.code !== 0)
    throw new Problem(`${command} finds fault with the npm package:\n${result.output.trim()}`)
}
