import { mkdtempSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { packExtension } from '../../scripts/release/extension-zips.mjs'
import { findFirstScripts, findHeavyScripts, measureGzip } from './size-scripts.ts'

// npm run bench -- size [--json]: the packages for both stores, and what the popup loads before it shows anything. Ends
// with an error where something is over its limit, or a decoder or the key derivation is loaded before it is needed.
const MOST = { packedKB: 700, popupGzipKB: 60 }
const PAGES = ['src/popup/index.html', 'src/manager/index.html', 'src/scan/index.html']

const json = process.argv.includes('--json')
const say = (text: string) => (json ? console.error(text) : console.log(text))
const folder = mkdtempSync(join(tmpdir(), 'countersign-size-'))
try {
  const zips = await packExtension(folder)
  const packedKB = Object.fromEntries(
    zips.map((zip) => [basename(zip).split('-')[1] ?? '', toKB(statSync(zip).size)]),
  )
  const dist = join(import.meta.dirname, '../../extension/dist')
  const heavy = ['chrome', 'firefox'].flatMap((browser) =>
    PAGES.flatMap((page) =>
      findHeavyScripts(join(dist, browser), findFirstScripts(join(dist, browser), page)).map(
        (path) => `${browser}, ${page}: ${path}`,
      ),
    ),
  )
  const chrome = join(dist, 'chrome')
  const first = findFirstScripts(chrome, PAGES[0] ?? '')
  for (const path of first) say(`${toKB(measureGzip(chrome, [path]))} KB gzipped: ${path}`)
  for (const each of heavy) say(`Loaded before it is needed: ${each}`)
  const popupGzipKB = toKB(measureGzip(chrome, first))
  say(`Limits: ${JSON.stringify(MOST)}`)
  console.log(JSON.stringify({ packedKB, popupGzipKB }))
  const isOver =
    Object.values(packedKB).some((size) => size > MOST.packedKB) || popupGzipKB > MOST.popupGzipKB
  if (isOver || heavy.length > 0) process.exitCode = 1
} finally {
  rmSync(folder, { recursive: true })
}

/** KB of 1,000 bytes, to a tenth. */
function toKB(bytes: number): number {
  return Math.round(bytes / 100) / 10
}
