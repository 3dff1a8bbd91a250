import { relative } from 'node:path'
import { installDependencies } from './dependencies.mjs'
import { buildExtension } from './extension.mjs'
import { logs, root } from './paths.mjs'
import { Problem, runScript } from './problem.mjs'
import { providePrograms } from './programs.mjs'
import { say } from './progress.mjs'
import { onInterrupt } from './run.mjs'
import { stages } from './stages.mjs'

const usage = `npm test [-- --only STAGE,STAGE]

Stages:
${stages.map((stage) => `  ${stage.name.padEnd(13)} ${stage.does}`).join('\n')}`

/**
 * Sets the repository up and runs every stage, or those that were asked for; the last line is \`N passed, N failed\`.
 * @param {string[]} args
 */
export function runTests(args) {
  return runScript(async () => {
    if (args.includes('--help')) {
      say(usage)
      return 0
    }
    const chosen = chooseStages(args)
    const started = Date.now()
    onInterrupt((signal) => {
      process.stderr.write('\nInterrupted.\n')
      process.exit(signal === 'SIGINT' ? 130 : 143)
    })
    /** @type {Record<string, string>} */
    let programs = {}
    let failed = 0
    let passed = 0
    try {
      await installDependencies()
      const needed = [...new Set(chosen.flatMap((stage) => stage.programs))]
      // A stage that is asked for by itself still finds the extension built from the sources that are there.
      if (needed.length > 0 && !chosen.some((stage) => stage.name === 'build')) await buildExtension()
      programs = await providePrograms(needed)
    } catch (error) {
      if (!(error instanceof Problem)) throw error
      process.stderr.write(`\n${error.message}\n`)
      say('\n0 passed, 1 failed')
      return 1
    }

    /** @type {string[]} */
    const summary = []
    for (const [index, stage] of chosen.entries()) {
      say(`\n[${index + 1}/${chosen.length}] ${stage.does}`)
      const began = Date.now()
      const result = await runStage(stage, programs)
      passed += result.passed
      failed += result.failed
      const mark = result.failed > 0 ? 'failed' : 'passed'
      const seconds = Math.round((Date.now() - began) / 1000)
      const line = `${stage.name.padEnd(13)} ${mark}  ${result.passed} passed, ${result.failed} failed, ${seconds} s`
      summary.push([line, ...result.notes].join('; '))
      say(line)
    }
    const total = Math.round((Date.now() - started) / 1000)
    say(`\n${summary.join('\n')}\n\nLogs: ${relative(root, logs)}/, ${total} s in all.`)
    say(`${passed} passed, ${failed} failed`)
    return failed > 0 ? 1 : 0
  })
}

/**
 * @param {import('./stages.mjs').Stage} stage
 * @param {Record<string, string>} env
 * @returns {Promise<import('./stages.mjs').StageResult>}
 */
async function runStage(stage, env) {
  try {
    return await stage.work(env)
  } catch (error) {
    const text = error instanceof Error ? error.stack : String(error)
    process.stdout.write(`${text}\n`)
    return { passed: 0, failed: 1, notes: ['the stage itself broke'], log: '' }
  }
}

/** @param {string[]} args */
function chooseStages(args) {
  if (args.length === 0) return stages
  const [option, names] = args[0]?.startsWith('--only=') ? ['--only', args[0].slice(7)] : args
  if (option !== '--only' || !names) throw new Problem(`Unknown option ${option}.\n\n${usage}`)
  const wanted = names.split(',')
  const unknown = wanted.find((name) => !stages.some((stage) => stage.name === name))
  if (unknown) throw new Problem(`There is no stage ${unknown}.\n\n${usage}`)
  return stages.filter((stage) => wanted.includes(stage.name))
}
