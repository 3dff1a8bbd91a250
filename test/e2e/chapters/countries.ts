import { startSite } from '../site.ts'
import { enroll } from '../steps/enroll.ts'
import { fillCode } from '../steps/fill.ts'
import { enterPassword, signOut } from '../steps/site.ts'
import { letTimePass, openPopup } from '../steps/vault.ts'
import type { Cast, Chapter } from './chapter.ts'

const ANNA = 'anna@harbour.example'
const [UK, AU] = ['Harbour Practice (UK)', 'Harbour Practice (AU)']

export const COUNTRIES: Chapter = {
  name: 'two-countries',
  title: 'Two countries, and a page that looks alike',
  about:
    'Each country has its own address and its own accounts. A code belongs to the host that its key came from: anywhere else both names are shown, and not filling is the default.',
  steps: [
    {
      name: 'Turned on in the United Kingdom',
      shows: 'page',
      async run(stage, cast) {
        await stage.driver.colorScheme('light')
        cast.countries = { uk: await startSite('uk'), au: await startSite('au') }
        stage.site = cast.countries.uk
        // A site that has just started has the computer's own time.
        stage.siteAheadSeconds = 0
        await enroll(stage, ANNA, UK)
        return new URL(stage.site.origin).hostname
      },
    },
    {
      name: 'In Australia it is another account',
      shows: 'page',
      async run(stage, cast) {
        await signOut(stage)
        stage.site = countriesOf(cast).au
        await enterPassword(stage, ANNA)
        await stage.page.waitForText('Harbour Physio Sydney')
        return 'in by the password alone'
      },
    },
    {
      name: 'The code of one country is not given to the other',
      shows: 'popup',
      async run(stage) {
        const { page, words } = stage
        await page.goto(`${stage.site.origin}/settings/two-factor/set-up`)
        await page.press(words.site.showQr)
        await page.waitFor('heading', words.site.scanHeading)
        const popup = await openPopup(stage)
        await popup.waitForFocus(words.popup.search)
        await popup.press(words.popup.fill, { within: UK })
        await popup.waitFor('heading', 'Not the site of this account')
        return 'both names, the difference marked'
      },
    },
    {
      name: 'Each country fills its own code',
      shows: 'page',
      async run(stage) {
        const { page, site, words } = stage
        await page.goto(site.origin)
        await signOut(stage)
        await enroll(stage, ANNA, AU)
        await signOut(stage)
        await letTimePass(stage, 30)
        await enterPassword(stage, ANNA)
        await page.waitFor('heading', words.site.enterCode)
        await fillCode(stage, AU)
        return new URL(site.origin).hostname
      },
    },
  ],
}

function countriesOf({ countries }: Cast) {
  if (!countries) throw new Error('The sites of the countries are not running.')
  return countries
}
