import { join } from 'node:path'
import { root } from './paths.mjs'
import { chromium, findProgram } from './programs.mjs'
import { say } from './progress.mjs'
import { start } from './run.mjs'

/**
 * Opens Chromium on the address with the extension loaded, in a profile of its own; does nothing but say so where
 * there is no display or no Chromium.
 * @param {string} address
 */
export async function openChromium(address) {
  if (!hasDisplay()) return
  const program = await findProgram(chromium).catch(() => undefined)
  if (!program || /google/i.test(program)) {
    say(
      'Chromium was not found, so that no browser is opened (Google Chrome does not load an extension from here).',
    )
    return
  }
  say('Opening Chromium with the extension loaded.')
  const args = [
    `--user-data-dir=${join(root, '.data/chromium')}`,
    `--load-extension=${join(root, 'extension/dist/chrome')}`,
    '--no-first-run',
    '--no-default-browser-check',
    // Chromium's sandbox does not start under root.
    ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
    address,
  ]
  const browser = start(program, args)
  // Read, so that a full pipe never stops it.
  browser.stdout?.resume()
  browser.stderr?.resume()
  browser.once('error', (error) => say(`Chromium could not be opened: ${error.message}`))
}

function hasDisplay() {
  if (process.platform === 'darwin' || process.platform === 'win32') return true
  return Boolean(process.env.DISPLAY || process.env.WAYLAND_DISPLAY)
}
