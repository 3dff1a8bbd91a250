import { CODE_STYLES, type CodeStyle, drawCode } from './scan-codes.ts'

/** A screen in device pixels, and how many of them a CSS pixel takes. */
export interface Screen {
  width: number
  height: number
  ratio: number
}

/** A page to take a picture of. */
export interface BenchPage {
  screen: Screen
  /** `none` where there is no code on it. */
  style: CodeStyle | 'two codes' | 'none'
  /** CSS pixels. */
  size: number
  texts: string[]
  html: string
}

const FULL_HD = { width: 1920, height: 1080 }
const FOUR_K = { width: 3840, height: 2160 }

const SCREENS: Screen[] = [
  { ...FULL_HD, ratio: 1 },
  { ...FULL_HD, ratio: 1.5 },
  { ...FOUR_K, ratio: 1 },
  { ...FOUR_K, ratio: 1.5 },
  { ...FOUR_K, ratio: 2 },
]

/** CSS pixels, of a small, a middling and a large code; they differ from screen to screen. */
const SIZES = [
  [100, 160, 220],
  [110, 170, 230],
  [120, 180, 250],
  [130, 190, 240],
  [100, 150, 250],
]

const SITES = ['Quay Library', 'Harbour Practice', 'Tidal', 'North Pier Bank', 'Skerry Mail']
const WORDS =
  'account settings security the a to of and sign code app your phone computer enter scan with six digits every next step open keep choose until page name address change clinic week'.split(
    ' ',
  )

/** 135 pages with one code, 15 with two and 10 with none; the same ones every time. */
export function makePages(): BenchPage[] {
  const next = randomNumbers(7)
  return SCREENS.flatMap((screen, index) => [
    ...CODE_STYLES.flatMap((style) =>
      (SIZES[index] ?? []).map((size) => {
        const text = makeKey(next)
        const code = picture(text, style, size)
        return { screen, style, size, texts: [text], html: drawPage([code], style === 'inverted', next) }
      }),
    ),
    ...(SIZES[index] ?? []).map((size): BenchPage => {
      const texts = [makeKey(next), makeKey(next)]
      const codes = texts.map((text) => picture(text, 'plain', size))
      return { screen, style: 'two codes', size, texts, html: drawPage(codes, false, next) }
    }),
    ...[false, true].map((dark): BenchPage => {
      const html = drawPage([], dark, next)
      return { screen, style: 'none', size: 0, texts: [], html }
    }),
  ])
}

function makeKey(next: () => number): string {
  const secret = Array.from({ length: 32 }, () => 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'[Math.floor(next() * 32)])
  const site = SITES[Math.floor(next() * SITES.length)] ?? ''
  const name = encodeURIComponent(site)
  return `otpauth://totp/${name}:mia?secret=${secret.join('')}&issuer=${name}`
}

/** `data-redraw` names what the browser does with the picture first: a JPEG of it, or one of another size. */
function picture(text: string, style: CodeStyle, size: number): string {
  const svg = Buffer.from(drawCode(text, style)).toString('base64')
  const redraw = style === 'jpeg' || style === 'resampled' ? ` data-redraw="${style}"` : ''
  return `<img alt="" width="${size}" height="${size}"${redraw} src="data:image/svg+xml;base64,${svg}">`
}

/** A settings page with plenty around its codes, at a place that differs from page to page. */
function drawPage(codes: string[], dark: boolean, next: () => number): string {
  const sentence = () => `${Array.from({ length: 8 + next() * 16 }, () => pick(next)).join(' ')}.`
  const paragraphs = (count: number) =>
    Array.from({ length: count }, () => `<p>${sentence()} ${sentence()} ${sentence()}</p>`).join('')
  const rows = Array.from(
    { length: 6 },
    () => `<tr><td>${pick(next)}</td><td>${Math.floor(next() * 1e6)}</td><td>${sentence()}</td></tr>`,
  )
  const tiles = Array.from(
    { length: 8 },
    (_, index) =>
      `<i style="background:linear-gradient(${index * 40}deg,hsl(${index * 45} 60% 40%),#fff)"></i>`,
  )
  const [ink, paper, line] = dark ? ['#e8e8e8', '#161616', '#444'] : ['#1c1c1c', '#ffffff', '#ccc']
  return `<!doctype html><html lang="en"><style>
body{margin:0;font:14px/20px sans-serif;color:${ink};background:${paper}}
header,nav{display:flex;gap:16px;padding:10px 20px;border-bottom:1px solid ${line}}
main{display:grid;grid-template-columns:1fr 1fr;gap:20px;padding:20px}
.card{border:1px solid ${line};border-radius:8px;padding:16px;margin-top:${Math.floor(next() * 60)}px}
.codes{display:flex;gap:48px;margin:12px ${Math.floor(next() * 80)}px}
table{border-collapse:collapse}td{border:1px solid ${line};padding:2px 8px}
.tiles{display:flex;gap:6px}i{width:44px;height:44px;border-radius:6px}img{display:block}
</style><header><b>${SITES[0]}</b><span>${sentence()}</span></header>
<nav>${Array.from({ length: 8 }, () => `<a href="#">${pick(next)}</a>`).join('')}</nav>
<main><section>${paragraphs(1)}<div class="card"><h2>Two-factor authentication</h2><div class="codes">${codes.join('')}</div>${paragraphs(2)}</div></section>
<section><div class="tiles">${tiles.join('')}</div>${paragraphs(2)}<table>${rows.join('')}</table>${paragraphs(12)}</section></main>`
}

function pick(next: () => number): string {
  return WORDS[Math.floor(next() * WORDS.length)] ?? ''
}

/** Numbers from 0 up to 1, the same row for the same seed (mulberry32). */
function randomNumbers(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296
  }
}
