import type { ChildProcess } from 'node:child_process'
import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { endChild, startChild } from './child-process.ts'
import { findExecutable } from './executables.ts'
import { Marionette } from './marionette.ts'
import { until } from './wait.ts'

const START_MS = 60_000
const STOP_MS = 15_000

const PREFERENCES = {
  'marionette.port': 0,
  'browser.startup.page': 0,
  'browser.shell.checkDefaultBrowser': false,
  'browser.aboutwelcome.enabled': false,
  'datareporting.policy.dataSubmissionEnabled': false,
  'toolkit.telemetry.enabled': false,
  'app.update.auto': false,
  'app.normandy.enabled': false,
  'extensions.update.enabled': false,
  'extensions.getAddons.cache.enabled': false,
  'network.captive-portal-service.enabled': false,
  'network.connectivity-service.enabled': false,
  'browser.safebrowsing.downloads.remote.enabled': false,
  'services.settings.server': 'data:,',
  'ui.systemUsesDarkTheme': 0,
  // What follows spares the processor a fifth of the work: nobody watches, and no page but the tests' own is opened.
  'layout.frame_rate': 10,
  'ui.prefersReducedMotion': 1,
  'dom.ipc.processPrelaunch.enabled': false,
  'browser.newtab.preload': false,
  'browser.newtabpage.enabled': false,
  'browser.sessionstore.interval': 3_600_000,
  'browser.pagethumbnails.capturing_disabled': true,
  'browser.safebrowsing.malware.enabled': false,
  'browser.safebrowsing.phishing.enabled': false,
  'browser.search.update': false,
  'browser.topsites.contile.enabled': false,
  'browser.translations.enable': false,
  'browser.ml.enable': false,
  // A temporary add-on takes its data along when the browser ends; an installed one, which this stands for, does not.
  'extensions.webextensions.keepStorageOnUninstall': true,
  'extensions.webextensions.keepUuidOnUninstall': true,
}

/** A running Firefox and the connection to it. */
export interface FirefoxProcess {
  marionette: Marionette
  /** Ends it the orderly way, so that everything it keeps is written, and by force when that takes too long. */
  stop(): Promise<void>
}

/** Starts a headless Firefox on this profile, with `extra` preferences, and connects to it. */
export async function startFirefox(
  profile: string,
  extra: Record<string, string | number | boolean>,
): Promise<FirefoxProcess> {
  const portFile = join(profile, 'MarionetteActivePort')
  rmSync(portFile, { force: true })
  const lines = Object.entries({ ...PREFERENCES, ...extra }).map(
    ([name, value]) => `user_pref(${JSON.stringify(name)}, ${JSON.stringify(value)});\n`,
  )
  writeFileSync(join(profile, 'user.js'), lines.join(''))
  const arguments_ = [
    '--headless',
    '--marionette',
    '--remote-allow-system-access',
    '--no-remote',
    '--profile',
    profile,
  ]
  const child = startChild(findExecutable('firefox'), [...arguments_, '--width', '1280', '--height', '900'], {
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  let said = ''
  child.stderr?.on('data', (data) => {
    said = `${said}${data}`.slice(-4000)
  })
  try {
    const port = await until(
      () => {
        if (child.exitCode !== null) throw new Error(`Firefox ended with ${child.exitCode}: ${said}`)
        return readPort(portFile)
      },
      () => `Firefox does not answer: ${said}`,
      START_MS,
    )
    const marionette = await Marionette.connect(port)
    return { marionette, stop: () => stop(child, marionette) }
  } catch (error) {
    child.kill('SIGKILL')
    throw error
  }
}

async function stop(child: ChildProcess, marionette: Marionette): Promise<void> {
  const ask = () => marionette.send('Marionette:Quit', { flags: ['eAttemptQuit'] }).catch(() => undefined)
  await endChild(child, ask, STOP_MS)
  marionette.close()
}

function readPort(path: string): number | null {
  try {
    return Number(readFileSync(path, 'utf8')) || null
  } catch {
    return null
  }
}
