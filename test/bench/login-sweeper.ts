import { rmSync } from 'node:fs'

// Outlives the benchmark by a moment and deletes its folders. Its input ends when the benchmark does, however that ended.
process.stdin.resume()
process.stdin.once('close', () => {
  // A database server that is still on its way out may write once more.
  for (const folder of process.argv.slice(2))
    rmSync(folder, { recursive: true, force: true, maxRetries: 20, retryDelay: 250 })
})
