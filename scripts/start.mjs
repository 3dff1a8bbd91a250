// Runs before anything is installed, on whatever Node the machine has: no dependencies, nothing newer than Node 18.
const major = Number(process.versions.node.split('.')[0])
if (major < 18) {
  console.error(`Countersign needs Node 18 or newer to set itself up; this is Node ${process.versions.node}.`)
  process.exit(1)
}
import('./setup/start-demo.mjs').then(({ startDemo }) => startDemo(process.argv.slice(2)))
