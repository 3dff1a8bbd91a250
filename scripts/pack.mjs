import { runInstalled } from './setup/run-installed.mjs'

runInstalled('scripts/release/pack.mjs')
