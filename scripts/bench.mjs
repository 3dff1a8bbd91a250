import { runInstalled } from './setup/run-installed.mjs'

runInstalled('test/bench/run.ts')
