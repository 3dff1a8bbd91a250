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
const SHEET = 'position:fixed;inset:0;background:#fff;'
const OVER =
  'position:absolute;left:0;top:0;width:240px;height:40px;box-sizing:border-box;background:#fff;border:1px solid #777;'

const field = (style = '', attributes = '') =>
  `<input id="x" autocomplete="one-time-code" style="${style}" ${attributes}>`
const held = (inside: string) => `<div style="position:relative;width:240px;height:40px">${inside}</div>`
const boxes = (style = 'border:1px solid #555', count = 6) =>
  `<div style="display:flex;position:absolute;inset:0">${`<div style="width:36px;margin-right:3px;box-sizing:border-box;${style}"></div>`.repeat(count)}</div>`
const overBoxes = (style: string, drawn = boxes()) =>
  held(
    `<div style="pointer-events:none">${drawn}</div>${field(`position:absolute;inset:0;width:240px;height:40px;border:0;background:transparent;${style}`, 'maxlength="6"')}`,
  )
/** The markup of a widget that much used component kits put into pages. */
const widget = (slot: string, page = '') => {
  const group = `<div style="display:flex">${`<div style="position:relative;display:flex;width:36px;height:36px;box-sizing:border-box;${slot}"></div>`.repeat(3)}</div>`
  return `<body style="${page}"><div style="position:relative;display:flex;width:fit-content;gap:8px;pointer-events:none">${group}<div role="separator">-</div>${group}<div style="position:absolute;inset:0;pointer-events:none"><input id="x" autocomplete="one-time-code" inputmode="numeric" pattern="^\\d+$" maxlength="6" style="position:absolute;inset:0;width:calc(100% + 40px);clip-path:inset(0 40px 0 0);height:100%;display:flex;color:transparent;pointer-events:all;background:transparent;caret-color:transparent;border:0 solid transparent;outline:transparent solid 0;letter-spacing:-.5em;font-family:monospace"></div></div>`
}
const lined = (colour: string) => `border:solid ${colour};border-width:1px 1px 1px 0`
const below = (inside: string) =>
  `<div style="height:1500px"></div>${inside}<div style="height:1500px"></div>`

describe('fillCode never fills a field that a person can’t see:', () => {
  it.each([
    ['far right of everything', field('position:absolute;left:10000px')],
    ['right of the page', field('position:absolute;left:1400px')],
    ['moved aside', field('transform:translateX(9999px)')],
    ['in a part that is moved aside', `<div style="transform:translateX(9999px)">${field()}</div>`],
    ['far below everything', field('position:absolute;top:100000px')],
    ['at the end of a page that nobody scrolls', `<div style="height:90000px"></div>${field()}`],
    ['a filter that lets nothing through', field('filter:opacity(0)')],
    ['a filter around it', `<div style="filter:grayscale(1) opacity(1%)">${field()}</div>`],
    ['a filter that is a picture', `<div style="filter:url(#none)">${field()}</div>`],
    ['blurred away', field('filter:blur(40px)')],
    ['a mask', field('mask-image:linear-gradient(transparent,transparent)')],
    [
      'a mask around it',
      `<div style="-webkit-mask-image:linear-gradient(transparent,#0000)">${field()}</div>`,
    ],
    ['transparent text', field('color:transparent')],
    ['transparent filling of the text', field('-webkit-text-fill-color:transparent')],
    ['text in the colour of the field', field('color:#fff;background:#fff')],
    ['text in nearly the colour of the field', field('color:#f2f2f2;background:#fff')],
    [
      'text in the colour of the page',
      `<body style="background:#eef">${field('color:#eef;background:transparent;border:0')}`,
    ],
    ['text in a colour of another notation', field('color:oklch(1 0 0);background:color(srgb 1 1 1)')],
    ['text in the colour of a gradient', field('color:#fff;background:linear-gradient(#fff,#fff)')],
    ['text without a size', field('font-size:0;width:200px;height:30px')],
    ['text that is pushed out', field('text-indent:-9999px')],
    ['a sheet over the page', `${field()}<div style="${SHEET}">Cookies?</div>`],
    ['a sheet that lets presses through', `${field()}<div style="${SHEET}pointer-events:none"></div>`],
    [
      'a sheet that insists on letting presses through',
      `${field()}<div style="${SHEET}pointer-events:none !important"></div>`,
    ],
    ['an inert sheet', `${field()}<div inert style="${SHEET}"></div>`],
    ['a sheet that is a label', `${field()}<label for="x" style="${SHEET}"></label>`],
    [
      'a sheet that is a picture',
      `${field()}<img alt="" src="data:," style="${SHEET}width:100%;height:100%;pointer-events:none">`,
    ],
    ['a cover of its own size', held(`${field(OVER)}<div style="${OVER}"></div>`)],
    [
      'a cover that lets presses through',
      held(`${field(OVER)}<div style="${OVER}pointer-events:none"></div>`),
    ],
    [
      'a cover in a shadow tree',
      `${field()}<div id="host"></div><script>document.getElementById('host').attachShadow({mode:'open'}).innerHTML='<p style="${SHEET}margin:0;pointer-events:none"></p>'</script>`,
    ],
    ['a cover far down the page', below(held(`${field(OVER)}<div style="${OVER}"></div>`))],
    [
      'behind its own form',
      `<form style="background:#fff;padding:9px">${field('position:relative;z-index:-1')}</form>`,
    ],
    [
      'a cover of the frame that it is in',
      `<iframe srcdoc="<input id=x name=code>" style="display:block"></iframe><div style="${SHEET}"></div>`,
    ],
    [
      'a cover of the part of a frame that it is in',
      `<iframe srcdoc="<input id=x name=code>" style="display:block;height:600px"></iframe><div style="position:absolute;left:0;top:0;width:100%;height:90px;background:#fff;pointer-events:none"></div>`,
    ],
    [
      'a cover in a closed shadow tree',
      `${field()}<a-cover></a-cover><script>document.querySelector('a-cover').attachShadow({mode:'closed'}).innerHTML='<p style="${SHEET}margin:0"></p>'</script>`,
    ],
    [
      'a cover that is only a border',
      held(
        `${field(OVER)}<div style="position:absolute;left:0;top:0;width:240px;box-sizing:border-box;border-top:40px solid #fff"></div>`,
      ),
    ],
    [
      'a cover drawn after the content of what it is in',
      `<style>#in::after{content:"";position:absolute;inset:0;background:#fff}</style><div id="in" style="position:relative;width:240px;height:40px">${field()}</div>`,
    ],
    [
      'several thin covers together',
      `${field()}${`<div style="${SHEET}opacity:.3;pointer-events:none"></div>`.repeat(3)}`,
    ],
    ['brightened away', field('filter:brightness(100)')],
    ['brightened away in steps', `<div style="filter:brightness(2) brightness(2)">${field()}</div>`],
    ['contrast that leaves no shades', field('filter:contrast(100)')],
    ['inverted half', field('filter:invert(.5)')],
    ['no text over boxes that are not drawn', overBoxes('color:transparent', boxes(''))],
    ['no text over white boxes', overBoxes('color:transparent', boxes('background:#fff'))],
    ['no text over boxes with a border in nearly the colour of the page', widget(lined('#fafafa'))],
    [
      'no text over boxes in the colour of a dark page',
      widget(`${lined('#111')};background:#111`, 'background:#111'),
    ],
    ['no text over boxes that are next to transparent', widget(`${lined('#e4e4e7')};opacity:.1`)],
    ['no text over boxes with a border of no style', widget('border:3px none #000')],
    ['no text over boxes with a soft shadow', widget('box-shadow:0 1px 40px 0 #0001')],
    ['no text over too few boxes', overBoxes('color:transparent', boxes(undefined, 3))],
    [
      'no text over boxes under a sheet',
      `${overBoxes('color:transparent')}<div style="${SHEET}pointer-events:none"></div>`,
    ],
  ])('%s', async (_, html) => {
    expect(await browser.fill(html)).toEqual({ status: 'no_field' })
    expect((await browser.values()).x).toBe('')
  })
})

describe('fillCode fills a field that a person can see:', () => {
  it.each([
    ['far down the page', below(field())],
    [
      'beyond the end of a body that is as high as the screen',
      `<style>html,body{height:100%}</style>${below(field())}`,
    ],
    [
      'in a part of the page that stands by itself',
      `<div style="position:absolute;top:300px;left:400px">${field()}</div>`,
    ],
    ['in a box that is fixed over the page', `<div style="${SHEET}">${field()}</div>`],
    [
      'in a dialog',
      `<dialog id="d">${field()}</dialog><script>document.getElementById('d').showModal()</script>`,
    ],
    [
      'light text on a dark page',
      `<body style="background:#111">${field('color:#eee;background:transparent')}`,
    ],
    [
      'light text on a picture',
      `<body style="background:url(data:,)">${field('color:#fff;background:transparent')}`,
    ],
    ['text drawn as a shadow', field('color:transparent;text-shadow:0 0 0 #222')],
    ['a page turned dark by a filter', `<html style="filter:invert(1) url(#dark)">${field()}`],
    ['under a thin veil', `${field()}<div style="${SHEET}opacity:.1;pointer-events:none"></div>`],
    [
      'beside a line drawn after its content',
      `<style>#in::after{content:"";position:absolute;left:0;right:0;bottom:0;height:2px;background:#06c}</style><div id="in" style="position:relative;width:240px;height:40px">${field()}</div>`,
    ],
    ['in a part that the page defines itself', `<a-part style="display:block">${field()}</a-part>`],
    ['with a filter that changes little', field('filter:brightness(.9) contrast(1.2)')],
    ['over a picture of the page', `<div style="${SHEET}z-index:-1;pointer-events:none"></div>${field()}`],
    [
      'a button inside of it',
      held(`${field(OVER)}<button style="position:absolute;right:2px;top:2px">Show</button>`),
    ],
    ['a label inside of it', held(`${field(OVER)}<label for="x" style="${OVER}width:80px">Code</label>`)],
    [
      'a see-through label over it',
      held(`${field(OVER)}<label for="x" style="position:absolute;inset:0;pointer-events:none">Code</label>`),
    ],
    [
      'one field over drawn boxes',
      overBoxes('color:transparent;caret-color:transparent;letter-spacing:-.5em'),
    ],
    ['one field over drawn boxes, far down', below(overBoxes('color:transparent'))],
    ['one field over filled boxes', overBoxes('color:transparent', boxes('background:#ddd'))],
    ...['#e4e4e7', '#e2e8f0', 'oklch(0.922 0 0)', '#e5e7eb'].map((colour): [string, string] => [
      `one field over boxes with a light border, ${colour}`,
      widget(lined(colour)),
    ]),
    [
      'one field over boxes with a border that lets a dark page through',
      widget(lined('oklch(1 0 0 / 15%)'), 'background:oklch(.145 0 0);color:#fff'),
    ],
    [
      'one field over boxes with a dark border on a dark page',
      widget(lined('#27272a'), 'background:#09090b;color:#fff'),
    ],
    ['one field over boxes with a ring of shadow', widget('box-shadow:#0000 0 0 0 0,0 0 0 1px #e4e4e7')],
    ['one field over white boxes on a tinted page', widget('background:#fff', 'background:#f1f1f4')],
    [
      'one field under drawn boxes',
      held(
        `${field(`${OVER}color:transparent`, 'maxlength="6"')}<div style="pointer-events:none">${boxes('border:1px solid #555;background:#fff')}</div>`,
      ),
    ],
  ])('%s', async (_, html) => {
    expect(await browser.fill(html)).toEqual({ status: 'filled', fields: 1 })
    expect((await browser.values()).x).toBe(CODE)
  })
})

it('looking for what covers a field leaves the page as it was', async () => {
  const html = `${below(held(`${field(OVER)}<div id="cover" inert style="${OVER}pointer-events:none"></div><i id="bare"></i>`))}<style>#bare{pointer-events:none;position:absolute;inset:0}</style>`
  expect(await browser.fill(html)).toEqual({ status: 'no_field' })
  const left = await browser.page.evaluate(() => {
    const cover = document.getElementById('cover')
    const bare = document.getElementById('bare')
    return [scrollY, cover?.style.pointerEvents, cover?.hasAttribute('inert'), bare?.hasAttribute('style')]
  })
  expect(left).toEqual([0, 'none', true, false])
})
