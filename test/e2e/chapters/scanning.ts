import encodeQr from 'qr'
import { writeMigration } from '../../write-migration.ts'
import type { Stage } from '../stage.ts'
import { handOver } from '../steps/hand-over.ts'
import { closePopup, openAccounts, openPopup } from '../steps/vault.ts'
import type { Chapter } from './chapter.ts'
import { showOtherSite } from './show-page.ts'
import { drawSmallCode } from './small-code.ts'

const SECRETS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ'

export const SCANNING: Chapter = {
  name: 'wherever-the-code-is',
  title: 'Wherever the code is',
  about:
    'One click reads every code of a page, those out of view too. Where there is none to read there are other ways: an area, pictures, the camera, another window. Exports of Google Authenticator come in by parts.',
  steps: [
    {
      name: 'All codes of a page at once',
      shows: 'popup',
      async run(stage) {
        // The sites before this were ahead of the computer, and the extension with them.
        stage.siteAheadSeconds = 0
        await openAccounts(stage)
        await closePopup(stage)
        const codes = ['Loans', 'Reading room'].map(
          (name) => `<li>${picture(key(name), 180)}<br>${name}</li>`,
        )
        const far = `<div style="margin-top:1500px">${picture(key('Archive'), 180)}</div>`
        await showOtherSite(stage.page, `<h1>Your keys</h1><ul>${codes.join('')}</ul>${far}`)
        await scan(stage)
        const [sentence] = await waitInPopup(stage, '3 QR codes found')
        return sentence
      },
    },
    {
      name: 'A code that only one app understands',
      shows: 'popup',
      async run(stage) {
        const activation = 'phonefactor://activate_account?code=123456789&url=https%3A%2F%2Fx.example'
        await showOtherSite(stage.page, `<h1>Set up your app</h1>${picture(activation, 260)}`)
        await scan(stage)
        const [sentence] = await waitInPopup(stage, /This QR code works in [^.]+ only\./)
        return sentence
      },
    },
    {
      name: 'One part of an export of Google Authenticator',
      shows: 'popup',
      async run(stage) {
        await showExport(stage, 1, ['Ferry:anna', 'Market:anna'])
        await scan(stage)
        const [sentence] = await waitInPopup(stage, /1 of 2 parts, .+part 1\./)
        return sentence
      },
    },
    {
      name: 'The other part, in any order',
      shows: 'popup',
      async run(stage) {
        await stage.popup?.press('Save accounts (2)')
        await waitInPopup(stage, 'Accounts saved: 2.')
        await showExport(stage, 0, ['Bakery:anna', 'Choir:anna', 'Ferry:anna'])
        await scan(stage)
        const [sentence] = await waitInPopup(stage, 'All 2 parts are read. Accounts in all: 5.')
        return sentence
      },
    },
    {
      name: 'No code in view, and what else there is',
      shows: 'popup',
      async run(stage) {
        await stage.popup?.press('Save accounts (2)')
        await waitInPopup(stage, 'Accounts saved: 2.')
        await showOtherSite(stage.page, '<h1>Set up your app</h1><p>We have sent you the code by post.</p>')
        await scan(stage)
        const [sentence] = await waitInPopup(stage, 'No QR code seen on this page.')
        return sentence
      },
    },
    {
      name: 'A page for pictures, the camera and other windows',
      shows: 'page',
      async run(stage, cast) {
        cast.letter = await photographLetter(stage)
        const address = await stage.popup?.evaluate<string>(
          'new URL("../scan/index.html", location.href).href',
        )
        await closePopup(stage)
        await stage.page.goto(address ?? '')
        await stage.page.waitFor('heading', 'Scan a QR code')
        return 'chosen, dropped or pasted'
      },
    },
    {
      name: 'An area of a picture',
      shows: 'page',
      async run({ page }, { letter }) {
        await handOver(page, 'choose', [{ name: 'letter.png', base64: letter }])
        await page.waitForText('No QR code seen in the picture. Nothing was added.')
        await page.press('Select an area')
        await page.waitForFocus('Select an area')
        for (const [keys, times] of FRAME) for (let at = 0; at < times; at++) await page.key(keys)
        return 'a small code in a large picture; by mouse or by keyboard'
      },
    },
    {
      name: 'Read, because it is enlarged',
      shows: 'page',
      async run({ page, words }) {
        await page.press('Read this area')
        const [sentence] = await page.waitForText(words.popup.found)
        return sentence
      },
    },
  ],
}

/** From the middle half of the picture to the code in it. */
const FRAME: readonly (readonly [keys: string, times: number])[] = [
  ['Shift+ArrowLeft', 20],
  ['Shift+ArrowUp', 17],
]

/** A key of its own for each name. */
function key(name: string): string {
  const letters = [...name.toUpperCase()].filter((letter) => SECRETS.includes(letter)).join('')
  return `otpauth://totp/${encodeURIComponent(`Harbour ${name}`)}:anna?secret=${letters.repeat(9).slice(0, 32)}&issuer=${encodeURIComponent(`Harbour ${name}`)}`
}

function picture(text: string, side: number): string {
  const svg = Buffer.from(encodeQr(text, 'svg')).toString('base64')
  return `<img alt="QR code" width="${side}" height="${side}" src="data:image/svg+xml;base64,${svg}">`
}

async function showExport({ page }: Stage, index: number, names: string[]): Promise<void> {
  const accounts = names.map((name) => ({
    name,
    secret: new TextEncoder().encode(name.padEnd(20, '-')),
    type: 2,
  }))
  const text = writeMigration({ accounts, index, size: 2, batch: -9 })
  await showOtherSite(page, `<h1>Export accounts</h1><p>Code ${index + 1} of 2</p>${picture(text, 300)}`)
}

/** A picture with a code in it that is too small to be read in the whole of it. */
async function photographLetter({ page }: Stage): Promise<string> {
  const code = `<div style="position:absolute;left:352px;top:232px"><img alt="QR code" src="${drawSmallCode(key('Letters'), 55)}"></div>`
  await showOtherSite(page, `<h1>Your new key</h1><p>Please scan it within ten days.</p>${code}`)
  return (await page.screenshot()).toString('base64')
}

async function scan(stage: Stage): Promise<void> {
  const popup = await openPopup(stage)
  await popup.press(stage.words.popup.scan)
}

function waitInPopup({ popup }: Stage, text: string | RegExp): Promise<RegExpExecArray> {
  if (!popup) throw new Error('The popup is not open.')
  return popup.waitForText(text)
}
