const tickMs = process.stdout.isTTY ? 1000 : 15_000

/**
 * Prints one line.
 * @param {string} line
 */
export function say(line) {
  process.stdout.write(`${line}\n`)
}

/**
 * Does the work while saying what is done and for how long: one line that counts on a terminal, a plain line every
 * 15 seconds elsewhere.
 * @template T
 * @param {string} label
 * @param {() => Promise<T>} work
 * @returns {Promise<T>}
 */
export async function withProgress(label, work) {
  const started = Date.now()
  const seconds = () => Math.round((Date.now() - started) / 1000)
  const show = () => {
    if (process.stdout.isTTY) process.stdout.write(`\r${label} … ${seconds()} s`)
    else say(`${label} … ${seconds()} s`)
  }
  if (process.stdout.isTTY) show()
  else say(`${label} …`)
  const timer = setInterval(show, tickMs)
  try {
    const result = await work()
    finish(`${label}: done in ${seconds()} s`)
    return result
  } catch (error) {
    finish(`${label}: failed after ${seconds()} s`)
    throw error
  } finally {
    clearInterval(timer)
  }
}

/** @param {string} line */
function finish(line) {
  if (process.stdout.isTTY) process.stdout.write('\r\u001b[K')
  say(line)
}
