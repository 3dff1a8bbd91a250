import { type Browser, chromium } from '@playwright/test'
import { build } from 'vite'

/** Starts the machine's Chromium; throws where there is none, since nothing stands in for a real page. */
export function launchChromium(): Promise<Browser> {
  return chromium.launch({
    executablePath: process.env.CHROMIUM_PATH ?? '/usr/bin/chromium',
    args: ['--no-sandbox', '--disable-background-networking', '--disable-component-update', '--no-first-run'],
  })
}

/** A file and what it imports as one classic script, as a page runs it. */
export async function buildClassicScript(entry: URL): Promise<string> {
  const built = await build({
    configFile: false,
    logLevel: 'silent',
    build: {
      write: false,
      minify: false,
      lib: { entry: entry.pathname, formats: ['iife'], name: 'classicScript' },
    },
  })
  const [bundle] = Array.isArray(built) ? built : [built]
  if (!bundle || !('output' in bundle)) throw new Error('vite built nothing')
  return bundle.output[0].code
}
