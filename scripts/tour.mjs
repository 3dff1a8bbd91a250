import { installDependencies } from './setup/dependencies.mjs'
import { buildExtension } from './setup/extension.mjs'
import { Problem, runScript } from './setup/problem.mjs'
import { chromium, firefox, providePrograms } from './setup/programs.mjs'
import { say } from './setup/progress.mjs'
import { onInterrupt, run } from './setup/run.mjs'

const usage = `npm run tour [-- --browser chromium|firefox]

Tells the story of everything in real browsers, without a window: one line a step, pictures in docs/tour/ and a page of them,
docs/tour/README.md.`

/** On a free machine it takes a third of this. */
const longestMs = 1_200_000
const known = { chromium, firefox }

runScript(async () => {
  const args = process.argv.slice(2)
  if (args.includes('--help')) {
    say(usage)
    return 0
  }
  const chosen = chooseBrowsers(args)
  onInterrupt((signal) => process.exit(signal === 'SIGINT' ? 130 : 143))
  await installDependencies()
  const env = await providePrograms(chosen.map((name) => known[name]))
  await buildExtension()
  const tour = await run('tour', 'node', ['test/e2e/tour.ts', ...chosen], {
    show: true,
    env,
    timeoutMs: longestMs,
  })
  return tour.code
})

/**
 * @param {string[]} args
 * @returns {(keyof typeof known)[]}
 */
function chooseBrowsers(args) {
  if (args.length === 0) return ['chromium', 'firefox']
  const [option, name] = args[0]?.startsWith('--browser=') ? ['--browser', args[0].slice(10)] : args
  if (option !== '--browser' || (name !== 'chromium' && name !== 'firefox')) {
    throw new Problem(`Unknown option ${args.join(' ')}.\n\n${usage}`)
  }
  return [name]
}
