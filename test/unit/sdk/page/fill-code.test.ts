import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type BrowserPage, openBrowserPage } from './browser-page.ts'

let browser: BrowserPage

beforeAll(async () => {
  browser = await openBrowserPage()
})
afterAll(async () => {
  await browser?.close()
})

const CODE = '000152'

describe('fillCode fills', () => {
  it.each([
    ['one declared as such', '<input id="x" autocomplete="one-time-code">'],
    ['one declared among other tokens', '<input id="x" autocomplete="section-a one-time-code webauthn">'],
    [
      'a telephone keypad for a code',
      '<input id="x" type="tel" autocomplete="one-time-code" inputmode="numeric">',
    ],
    ['a number field', '<label>Verification code <input id="x" type="number"></label>'],
    ['an English label', '<label for="x">Verification code</label><input id="x">'],
    [
      'a long label',
      '<label for="x">Enter the 6-digit code that we sent to your phone</label><input id="x">',
    ],
    [
      'an authenticator label',
      '<label for="x">Code from your authenticator app or a backup code</label><input id="x">',
    ],
    ['a wrapped label', '<label><span>Security code</span> <input id="x" maxlength="6"></label>'],
    ['aria-label', '<input id="x" aria-label="One-time password">'],
    ['aria-labelledby', '<p id="l">Two-factor code</p><input id="x" aria-labelledby="l">'],
    ['a placeholder', '<input id="x" placeholder="Authentication code">'],
    ['a name', '<input id="x" name="otpCode">'],
    ['a name with underscores', '<input id="x" name="totp_token">'],
    [
      'a name whose parts look like other words',
      '<label>Code <input id="x" name="dialog-serialized-discourse"></label>',
    ],
    ['a plain name', '<input id="x" name="code">'],
    ['kod', '<label for="x">Kod</label><input id="x">'],
    ['engångskod', '<label for="x">Ange din engångskod</label><input id="x">'],
    ['verifieringskod', '<label for="x">Verifieringskod</label><input id="x">'],
    ['säkerhetskod', '<label for="x">Säkerhetskod</label><input id="x">'],
    [
      'säkerhetskod written with combining marks',
      `<label for="x">${'Säkerhetskod'.normalize('NFD')}</label><input id="x">`,
    ],
    [
      'a code to a phone in Swedish',
      '<label for="x">Koden vi skickade till din telefon</label><input id="x">',
    ],
    [
      'no name of its own in a form about codes',
      '<form><h1>Two-factor authentication</h1><p>Use a recovery code instead</p><input id="x" inputmode="numeric" maxlength="6"></form>',
    ],
    [
      'the only field of a page whose heading speaks of a second step',
      '<h1>Two-step verification</h1><p>Enter the code from your app</p><form><input id="x" type="text"></form>',
    ],
    [
      'the only field that can be changed, under words that are no heading',
      '<div>Two-step verification</div><div>Enter your code</div><form><input value="anna" readonly><input name="trap" style="display:none"><input id="x"></form>',
    ],
    [
      'the only field of a form deep in a page with a search',
      '<form role="search"><input name="q"></form><main><h1>Tvåstegsverifiering</h1><p>Skriv koden.</p><p>Vi har skickat den till din telefon.</p><div><div><form><div><input id="x" placeholder="000 000"></div><button>Verify</button></form></div></div></main>',
    ],
    ['one far down the page', '<div style="height:3000px"></div><input id="x" name="otp">'],
    [
      'one far down a scroller',
      '<div style="height:200px;overflow:auto"><div style="height:900px"></div><input id="x" name="otp"></div>',
    ],
    [
      'one under a floating label',
      '<div style="position:relative;width:300px"><label for="x" style="position:absolute;inset:0;background:#fff8">Code</label><input id="x" style="width:100%"></div>',
    ],
  ])('%s', async (_, html) => {
    expect(await browser.fill(html)).toEqual({ status: 'filled', fields: 1 })
    expect((await browser.values()).x).toBe(CODE)
  })

  it('an open shadow tree in another one', async () => {
    const html = `<a-code></a-code><script>
      customElements.define('b-code', class extends HTMLElement {
        constructor() { super(); this.attachShadow({ mode: 'open' }).innerHTML = '<label>Code <input id="x"></label>' }
      })
      customElements.define('a-code', class extends HTMLElement {
        constructor() { super(); this.attachShadow({ mode: 'open' }).innerHTML = '<b-code></b-code>' }
      })</script>`
    expect(await browser.fill(html)).toEqual({ status: 'filled', fields: 1 })
    expect((await browser.values()).x).toBe(CODE)
  })

  it('a frame of the same origin, and none that is hidden', async () => {
    const frame = '<iframe srcdoc="<label>Code <input id=x></label>"'
    expect(await browser.fill(`${frame}></iframe>`)).toEqual({ status: 'filled', fields: 1 })
    expect((await browser.values()).x).toBe(CODE)
    expect(await browser.fill(`${frame} style="opacity:0"></iframe>`)).toEqual({ status: 'no_field' })
    expect(await browser.fill(`${frame} sandbox></iframe>`)).toEqual({ status: 'no_field' })
  })

  it('a field whose framework tracks the value on the element', async () => {
    const html = `<input id="x" name="code"><output></output><script>
      const input = document.querySelector('input')
      const native = Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value')
      let tracked = '', state = ''
      Object.defineProperty(input, 'value', {
        get() { return native.get.call(this) },
        set(value) { tracked = value; native.set.call(this, value) },
      })
      document.addEventListener('input', (event) => {
        const now = native.get.call(input)
        if (now === tracked) return
        tracked = state = now
        document.querySelector('output').textContent = state
      })</script>`
    expect(await browser.fill(html)).toEqual({ status: 'filled', fields: 1 })
    expect(await browser.page.textContent('output')).toBe(CODE)
  })

  it('over what was there, with the events that frameworks listen to, and without submitting', async () => {
    const html = `<form onsubmit="log.push('submit')"><input id="x" name="code" value="999999"><button>Go</button></form><script>
      const input = document.querySelector('input')
      for (const name of ['focus', 'input', 'change']) input.addEventListener(name, (event) => log.push(name + ' ' + input.value + ' ' + event.bubbles))
      addEventListener('input', (event) => log.push('window ' + event.inputType))
      </script>`
    expect(await browser.fill(html)).toEqual({ status: 'filled', fields: 1 })
    expect(await browser.log()).toEqual([
      'focus 999999 false',
      `input ${CODE} true`,
      'window insertText',
      `change ${CODE} true`,
    ])
  })
})

describe('fillCode fills boxes', () => {
  const boxes = (attributes: (index: number) => string, count = 6) =>
    Array.from(
      { length: count },
      (_, index) => `<input id="b${index}" style="width:30px" ${attributes(index)}>`,
    ).join('')
  const joined = async () => {
    const values = await browser.values()
    return Object.keys(values)
      .filter((id) => id.startsWith('b'))
      .sort()
      .map((id) => values[id])
      .join('|')
  }
  const SPREAD = '0|0|0|1|5|2'

  it.each([
    ['with one character each', boxes(() => 'maxlength="1"')],
    ['called by their number', boxes((index) => `maxlength="1" aria-label="Digit ${index + 1} of 6"`)],
    ['all declared', boxes(() => 'maxlength="1" autocomplete="one-time-code"')],
    [
      'the first of which takes a pasted code',
      boxes((index) => (index ? 'maxlength="1"' : 'maxlength="6" autocomplete="one-time-code"')),
    ],
    [
      'without a length, under a legend',
      `<fieldset><legend>Verifieringskod</legend>${boxes(() => 'inputmode="numeric"')}</fieldset>`,
    ],
    [
      'in two groups',
      `${boxes(() => 'maxlength="1"').replace('<input id="b3"', '<span> - </span><input id="b3"')}`,
    ],
    [
      'next to a box to tick and other fields',
      `<input id="email" type="email">${boxes(() => 'maxlength="1"')}<input id="tick" type="checkbox">`,
    ],
  ])('%s', async (_, html) => {
    expect(await browser.fill(html)).toEqual({ status: 'filled', fields: 6 })
    expect(await joined()).toBe(SPREAD)
  })

  it('as many as the code has digits, and no others', async () => {
    const html = boxes(() => 'maxlength="1"', 8)
    expect(await browser.fill(html, '12345678')).toEqual({ status: 'filled', fields: 8 })
    expect(await browser.fill(html, '123456')).toEqual({ status: 'no_field' })
    expect(await joined()).toBe('|||||||')
    expect(await browser.fill(boxes(() => 'maxlength="1"', 4))).toEqual({ status: 'no_field' })
  })

  it('that move the focus on by themselves', async () => {
    const html = `${boxes(() => 'maxlength="1"')}<script>
      const all = [...document.querySelectorAll('input')]
      all.forEach((box, index) => box.addEventListener('input', () => {
        log.push(box.value)
        if (box.value) all[index + 1]?.focus()
      }))</script>`
    expect(await browser.fill(html)).toEqual({ status: 'filled', fields: 6 })
    expect(await joined()).toBe(SPREAD)
    expect(await browser.log()).toEqual([...CODE])
  })

  it('of a framework that keeps the code and draws later', async () => {
    const html = `${boxes(() => 'maxlength="1"')}<script>
      const all = [...document.querySelectorAll('input')]
      let drawn = ['', '', '', '', '', '']
      all.forEach((box, index) => box.addEventListener('input', () => {
        const next = drawn.with(index, box.value)
        queueMicrotask(() => { drawn = next; all.forEach((each, at) => { each.value = drawn[at] }) })
      }))</script>`
    expect(await browser.fill(html)).toEqual({ status: 'filled', fields: 6 })
    await expect.poll(joined).toBe(SPREAD)
  })

  it('and leaves them empty where the page took the code and emptied them', async () => {
    const html = `${boxes(() => 'maxlength="1"')}<script>
      const all = [...document.querySelectorAll('input')]
      all.forEach((box) => box.addEventListener('input', () => {
        if (!all.every((each) => each.value)) return
        log.push(all.map((each) => each.value).join(''))
        all.forEach((each) => { each.value = '' })
      }))</script>`
    expect(await browser.fill(html)).toEqual({ status: 'filled', fields: 6 })
    await browser.page.evaluate(() => new Promise((resolve) => setTimeout(resolve, 0)))
    expect(await browser.log()).toEqual([CODE])
    expect(await joined()).toBe('|||||')
  })

  it.each([
    [
      'for a gift card',
      `<fieldset><legend>Gift card number</legend>${boxes(() => 'maxlength="1"')}</fieldset>`,
    ],
    ['for a recovery code', `<form><h1>Recovery code</h1>${boxes(() => 'maxlength="1"')}</form>`],
    ['that are hidden', `<div style="opacity:0">${boxes(() => 'maxlength="1"')}</div>`],
    ['one of which is read-only', boxes((index) => `maxlength="1" ${index === 3 ? 'readonly' : ''}`)],
    ['that nothing calls a code', boxes(() => 'inputmode="numeric"')],
  ])('but none %s', async (_, html) => {
    expect(await browser.fill(html)).toEqual({ status: 'no_field' })
    expect(await joined()).toBe('|||||')
  })
})

describe('fillCode never fills', () => {
  const code = (attributes: string) => `<input id="x" autocomplete="one-time-code" name="code" ${attributes}>`
  it.each([
    ['type=hidden', code('type="hidden"')],
    ['display: none', code('style="display:none"')],
    ['a hidden ancestor', `<div hidden>${code('')}</div>`],
    ['visibility: hidden', code('style="visibility:hidden"')],
    ['opacity 0', code('style="opacity:0"')],
    ['opacity next to 0', code('style="opacity:0.01"')],
    ['faint ancestors', `<div style="opacity:.3"><div style="opacity:.3">${code('')}</div></div>`],
    ['no size', code('style="width:0;height:0;padding:0;border:0"')],
    ['one pixel', code('style="position:absolute;width:1px;height:1px;padding:0;border:0;overflow:hidden"')],
    ['a scale of nothing', `<div style="transform:scale(0)">${code('')}</div>`],
    ['left of the page', code('style="position:absolute;left:-9999px"')],
    ['above the page', code('style="position:absolute;top:-500px"')],
    ['beside the screen', code('style="position:fixed;left:2000px"')],
    [
      'beside a page that does not scroll',
      `<style>body{overflow-x:hidden}</style>${code('style="position:absolute;left:3000px"')}`,
    ],
    [
      'a step that is not shown yet',
      `<div style="width:300px;overflow:hidden"><div style="width:600px;display:flex"><p style="width:350px;flex:none">Step 1</p>${code('')}</div></div>`,
    ],
    [
      'left of a scroller',
      `<div style="overflow:auto;position:relative;height:90px">${code('style="position:absolute;left:-900px"')}</div>`,
    ],
    [
      'a sheet over the page',
      `${code('')}<div style="position:fixed;inset:0;background:#fff">Cookies?</div>`,
    ],
    ['a clip path', code('style="clip-path:inset(100%)"')],
    ['inert', `<div inert>${code('')}</div>`],
    ['hidden from assistive technology', `<div aria-hidden="true">${code('')}</div>`],
    ['disabled', code('disabled')],
    ['a disabled group', `<fieldset disabled>${code('')}</fieldset>`],
    ['read-only', code('readonly')],
    ['too short', code('maxlength="4"')],
    ['a password', code('type="password"')],
    ['a box to tick', code('type="checkbox"')],
    ['an e-mail field', code('type="email"')],
    ['a search field', code('type="search"')],
  ])('%s', async (_, html) => {
    expect(await browser.fill(html)).toEqual({ status: 'no_field' })
    expect(['', 'on', undefined]).toContain((await browser.values()).x)
  })

  it.each([
    ...[
      'Promo code',
      'Coupon code',
      'Gift card code',
      'Discount code',
      'Voucher',
      'Referral code',
      'Invitation code',
    ],
    ...['Rabattkod', 'Kampanjkod', 'Presentkortskod', 'Värdekod', 'Inbjudningskod'],
    ...[
      'Postcode',
      'Postal code',
      'ZIP code',
      'Postkod',
      'Postnummer',
      'Country code',
      'Landskod',
      'Area code',
    ],
    ...[
      'Phone',
      'Phone number',
      'Telefonnummer',
      'Mobilnummer',
      'E-mail',
      'Username',
      'Användarnamn',
      'Password',
      'Lösenord',
    ],
    ...['Search', 'Sök', 'Amount', 'Belopp', 'Antal', 'Quantity', 'Price', 'Name', 'Address'],
    ...['Recovery code', 'Two-factor recovery code', 'Backup code', 'Återställningskod', 'Reservkod'],
    ...[
      'Card security code',
      'CVC',
      'Kortets säkerhetskod',
      'Sort code',
      'Personnummer',
      'Order code',
      'Captcha',
    ],
    ...['Anything', ''],
  ])('a field called %j', async (label) => {
    const html = `<form><label for="x">${label}</label><input id="x" maxlength="12" inputmode="numeric"></form>`
    expect(await browser.fill(html)).toEqual({ status: 'no_field' })
    expect((await browser.values()).x).toBe('')
  })

  it.each([
    'promo_code',
    'couponCode',
    'postal-code',
    'zipcode',
    'phoneNumber',
    'q',
    'searchTerm',
    'amount',
    'giftCard',
    'discountcode',
  ])('a field named %s, even where it is declared for codes', async (name) => {
    expect(await browser.fill(`<form><input id="x" name="${name}"></form>`)).toEqual({ status: 'no_field' })
    if (name !== 'q') {
      const declared = `<input id="x" name="${name}" autocomplete="one-time-code">`
      expect(await browser.fill(declared)).toEqual({ status: 'no_field' })
    }
    expect((await browser.values()).x).toBe('')
  })

  it.each([
    'tel',
    'tel-national',
    'postal-code',
    'cc-csc',
    'email',
    'username',
    'street-address',
    'current-password',
  ])('a field declared for %s, whatever it is called', async (purpose) => {
    const html = `<label>Security code <input id="x" autocomplete="${purpose}"></label>`
    expect(await browser.fill(html)).toEqual({ status: 'no_field' })
    expect((await browser.values()).x).toBe('')
  })

  const about = '<h1>Two-step verification</h1><p>Enter the code from your app</p>'
  it.each([
    ['a comment', `${about}<p>Leave a comment</p><form><input id="x"></form>`],
    ['a comment by its button', `${about}<form><input id="x"><button>Post comment</button></form>`],
    ['a comment by its placeholder', `${about}<form><input id="x" placeholder="What do you think?"></form>`],
    ['a search', `${about}<form><input id="x"><button>Search</button></form>`],
    ['an e-mail address', `${about}<p>Your e-mail</p><form><input id="x"></form>`],
    ['an amount by its name', `${about}<form><input id="x" name="amount"></form>`],
    ['one of two fields', `${about}<form><input id="x"><input></form>`],
    ['one beside a text area', `${about}<form><input id="x"><textarea></textarea></form>`],
    ['under a heading of its own', `${about}<h2>Newsletter</h2><form><input id="x"></form>`],
    [
      'for the name of a device',
      '<h1>Two-step verification</h1><p>What should we call it?</p><form><input id="x"></form>',
    ],
    ['with hidden words about a code', `<div hidden>${about}</div><h1>Hello</h1><form><input id="x"></form>`],
  ])('a field near words about a code that is for something else: %s', async (_, html) => {
    expect(await browser.fill(html)).toEqual({ status: 'no_field' })
    expect((await browser.values()).x).toBe('')
  })

  it('a page without fields', async () => {
    expect(await browser.fill('<p>Code: <b>123456</b></p>')).toEqual({ status: 'no_field' })
  })

  it('anything but 6 to 8 digits', async () => {
    await browser.fill('<input id="x" name="code">')
    for (const odd of ['', '12345', '123456789', '12345a', '１２３４５６', '<b>1234']) {
      await expect(browser.fillAgain(odd)).rejects.toThrow(/6 to 8 digits/)
    }
    expect((await browser.values()).x).toBe(CODE)
  })
})

describe('of several fields fillCode takes', () => {
  it.each([
    ['the declared one', '<input id="no" name="code"><input id="x" autocomplete="one-time-code">'],
    [
      'the code before the discount',
      '<label>Discount code <input id="no"></label><label>Code <input id="x"></label>',
    ],
    [
      'the clearer name',
      '<label>Code <input id="no"></label><label>Verification code <input id="x"></label>',
    ],
    ['the visible twin', '<input id="no" name="otp" style="display:none"><input id="x" name="otp">'],
    ["the one with the code's length", '<input id="no" name="code"><input id="x" name="code" maxlength="6">'],
    [
      'the one that has the focus',
      '<input id="no" name="code"><input id="x" name="code"><script>document.getElementById("x").focus()</script>',
    ],
    ['the first of equals', '<input id="x" name="code"><input id="no" name="code">'],
    [
      'the code beside user name and password',
      '<input id="no" name="user"><input type="password" name="pw"><label>6-siffrig kod <input id="x"></label>',
    ],
  ])('%s', async (_, html) => {
    expect(await browser.fill(html)).toEqual({ status: 'filled', fields: 1 })
    expect(await browser.values()).toMatchObject({ x: CODE, no: '' })
  })
})

describe('describeCodeField', () => {
  it('says what would be filled, and changes nothing', async () => {
    const html = '<label>Verification   code\n <input id="x"></label>'
    expect(await browser.describe(html)).toEqual({
      status: 'found',
      kind: 'single',
      fields: 1,
      label: 'Verification code',
    })
    expect((await browser.values()).x).toBe('')
  })

  it('names a row of boxes by its legend', async () => {
    const boxes = '<input maxlength="1" aria-label="Digit" style="width:30px">'.repeat(6)
    expect(await browser.describe(`<fieldset><legend>Engångskod</legend>${boxes}</fieldset>`)).toEqual({
      status: 'found',
      kind: 'split',
      fields: 6,
      label: 'Engångskod',
    })
  })

  it('hands over 80 characters of the page at most', async () => {
    const described = await browser.describe(`<label>Code ${'x'.repeat(500)} <input></label>`)
    expect(described).toMatchObject({ status: 'found', label: expect.stringMatching(/^.{80}$/) })
  })

  it('says so where there is nothing to fill', async () => {
    expect(await browser.describe('<input type="password">')).toEqual({ status: 'no_field' })
  })
})
