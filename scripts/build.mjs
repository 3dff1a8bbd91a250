import { installDependencies } from './setup/dependencies.mjs'
import { rebuildExtension } from './setup/extension.mjs'
import { runScript } from './setup/problem.mjs'
import { say } from './setup/progress.mjs'
import { onInterrupt } from './setup/run.mjs'

// npm run build: the extension for both browsers, also when its sources have not changed.
runScript(async () => {
  onInterrupt((signal) => process.exit(signal === 'SIGINT' ? 130 : 143))
  await installDependencies()
  await rebuildExtension()
  say('The extension is in extension/dist/chrome and extension/dist/firefox.')
  return 0
})
