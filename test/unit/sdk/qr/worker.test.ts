import { once } from 'node:events'
import { readFile } from 'node:fs/promises'
import { createServer, type Server } from 'node:http'
import { createRequire } from 'node:module'
import type { AddressInfo } from 'node:net'
import { type Browser, chromium, type Page } from '@playwright/test'
import { build } from 'vite'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { qrPicture, toRgba } from './pictures.ts'

let server: Server
let browser: Browser
let page: Page
let origin: string
const requested: string[] = []

async function buildWorker(): Promise<string> {
  const entry = new URL('worker-entry.ts', import.meta.url).pathname
  const built = await build({
    configFile: false,
    logLevel: 'silent',
    build: { write: false, lib: { entry, formats: ['es'] } },
  })
  const [bundle] = Array.isArray(built) ? built : [built]
  if (!bundle || !('output' in bundle)) throw new Error('vite built nothing')
  return bundle.output[0].code
}

beforeAll(async () => {
  const sdk = createRequire(new URL('../../../../sdk/package.json', import.meta.url))
  const wasm = await readFile(sdk.resolve('zxing-wasm/reader/zxing_reader.wasm'))
  const worker = await buildWorker()
  server = createServer((request, response) => {
    response.setHeader('Content-Security-Policy', "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'")
    if (request.url === '/worker.js') response.setHeader('Content-Type', 'text/javascript').end(worker)
    else if (request.url === '/qr.wasm') response.setHeader('Content-Type', 'application/wasm').end(wasm)
    else response.setHeader('Content-Type', 'text/html').end('<!doctype html>')
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  browser = await chromium.launch({
    executablePath: process.env.CHROMIUM_PATH ?? '/usr/bin/chromium',
    args: ['--no-sandbox', '--disable-background-networking', '--disable-component-update', '--no-first-run'],
  })
  page = await browser.newPage()
  page.context().on('request', (request) => requested.push(request.url()))
  await page.goto(origin)
  await page.evaluate(() => {
    const worker = new Worker('/worker.js', { type: 'module' })
    const ask = (asked: unknown) =>
      new Promise((resolve) => {
        worker.addEventListener('message', ({ data }) => resolve(data), { once: true })
        worker.postMessage(asked)
      })
    Object.assign(globalThis, { ask })
  })
})

afterAll(async () => {
  await browser?.close()
  server?.close()
})

function configure(wasmUrl: string): Promise<unknown> {
  return page.evaluate(
    (wasmUrl) => (globalThis as unknown as { ask(asked: unknown): unknown }).ask({ wasmUrl }),
    wasmUrl,
  )
}

function decode(text: string): Promise<unknown> {
  const { data, width, height } = toRgba(qrPicture(text))
  return page.evaluate(
    ({ bytes, width, height }) =>
      (globalThis as unknown as { ask(asked: unknown): unknown }).ask({
        image: { data: Uint8ClampedArray.from(bytes), width, height },
      }),
    { bytes: [...data], width, height },
  )
}

it('decodes in a browser worker with its own WebAssembly file, and asks nobody else', async () => {
  expect(await decode('early')).toMatch(/^TypeError: call configureQrDecoder/)
  expect(await configure('https://cdn.example/zxing_reader.wasm')).toMatch(
    /^TypeError: wasmUrl must be of the same origin/,
  )
  expect(await decode('still early')).toMatch(/^TypeError: call configureQrDecoder/)
  expect(await configure('/missing.wasm')).toBe('configured')
  expect(await decode('lost')).toMatch(/Error/)
  expect(await configure('/qr.wasm')).toBe('configured')
  expect(await decode('räksmörgås')).toEqual([{ text: 'räksmörgås' }])
  expect(requested).toContain(`${origin}/qr.wasm`)
  expect(requested.filter((url) => !url.startsWith(origin))).toEqual([])
})
