import { test } from '@playwright/test'
import { newestSmsCode } from '../own-records.ts'
import { createJudge } from '../steps/axe.ts'
import { linkIn, openDesk, readMail, turnOnElsewhere, visitDesk } from '../steps/desk.ts'
import { enterPassword, signOut } from '../steps/site.ts'
import { letTimePass } from '../steps/vault.ts'
import { useStage } from '../use-stage.ts'

const ANNA = 'anna@harbour.example'
const ADAM = 'admin@harbour.example'
const VERA = 'vera@harbour.example'
const NUMBER = '+44 7400 123456'

test.setTimeout(120_000)

const stage = useStage()
const { judge } = createJudge(stage)

test('no page that a mail leads to is hard to use', async () => {
  const { page, site, words } = stage()
  const olivia = await openDesk(stage(), 'owner@harbour.example')
  await visitDesk(stage(), olivia, '/clinics/harbour/invite')
  await page.fill('Name', 'Vera Blom')
  await page.fill(words.site.address, VERA)
  await page.press('Practitioner', { role: 'radio' })
  await page.press('Send the invitation')
  await page.waitForText(VERA)
  await page.goto(linkIn(await readMail(stage(), VERA, 'You are invited to Harbour Physio'), '/invitation'))
  await page.waitFor('button', 'Make my account')
  await judge('invited', 'invitation')

  await turnOnElsewhere(stage(), ANNA)
  await page.goto(`${site.origin}/forgotten-password`)
  await page.fill(words.site.address, ANNA)
  await page.press('Send the link')
  await page.waitForText('a link is on its way to it')
  await judge('visitor', 'link sent')
  await page.goto(linkIn(await readMail(stage(), ANNA, 'Your link to a new password'), '/new-password'))
  await page.waitFor('heading', 'Enter a code before you choose a password')
  await judge('visitor', 'code for a new password')
  await page.goto(`${site.origin}/new-password/recovery`)
  await page.waitFor('field', words.site.recoveryCode)
  await judge('visitor', 'recovery code for a new password')
})

test('no page for a phone number, of the recovery codes or of an error is hard to use', async () => {
  const { page, site, words } = stage()
  await enterPassword(stage(), ADAM)
  await page.waitForText(words.site.greeting)
  await page.goto(`${site.origin}/settings/two-factor/add-phone`)
  await page.fill('Mobile number', NUMBER)
  await page.press('Send the code')
  await page.waitFor('heading', 'Enter the code from the SMS')
  await judge('admin', 'code from the SMS')
  await page.fill('Code from the SMS', await newestSmsCode(site, NUMBER))
  await page.press('Use this number')
  await page.waitForText(words.site.turnedOn)
  await judge('admin', 'recovery codes')
  await page.check(words.site.codesSaved)
  await page.press(words.site.done)
  await page.waitForText(words.site.savedNotice)
  await judge('admin', 'two-factor authentication by SMS')
  await signOut(stage())

  await letTimePass(stage(), 60)
  await enterPassword(stage(), ADAM)
  await page.waitFor('heading', 'Get a code by SMS')
  await judge('second step', 'SMS')
  await page.press(/^Send a code to /)
  await page.waitForText('We have sent a code to')
  await judge('second step', 'SMS sent')

  await page.goto(`${site.origin}/sign-in?next=/&next=/`)
  await judge('visitor', 'a request that cannot be read')
  await page.goto(`${site.origin}/mailbox`)
  await page.waitForText(NUMBER.replaceAll(' ', ''))
  await judge('visitor', 'mailbox')
})
