import { once } from 'node:events'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { type Browser, chromium, type Page } from '@playwright/test'
import { build } from 'vite'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { findExecutable } from '../../../e2e/driver/executables.ts'
import type { VaultPage } from './vault-page.ts'

let server: Server
let browser: Browser
let first: Page
let second: Page

async function buildPage(): Promise<string> {
  const entry = new URL('vault-page.ts', import.meta.url).pathname
  const built = await build({
    configFile: false,
    logLevel: 'silent',
    build: { write: false, lib: { entry, formats: ['iife'], name: 'page' } },
  })
  const [bundle] = Array.isArray(built) ? built : [built]
  if (!bundle || !('output' in bundle)) throw new Error('vite built nothing')
  return bundle.output[0].code
}

function ask<Name extends keyof VaultPage>(
  page: Page,
  name: Name,
  ...parameters: Parameters<VaultPage[Name]>
): ReturnType<VaultPage[Name]> {
  return page.evaluate(
    ([name, parameters]) =>
      (globalThis as unknown as { vaultPage: Record<string, (...values: unknown[]) => unknown> }).vaultPage[
        name
      ]?.(...parameters),
    [name, parameters] as const,
  ) as ReturnType<VaultPage[Name]>
}

beforeAll(async () => {
  const script = await buildPage()
  server = createServer((request, response) => {
    if (request.url === '/page.js') response.setHeader('Content-Type', 'text/javascript').end(script)
    else
      response.setHeader('Content-Type', 'text/html').end('<!doctype html><script src="/page.js"></script>')
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`
  browser = await chromium.launch({
    executablePath: findExecutable('chromium'),
    args: ['--no-sandbox', '--disable-background-networking', '--disable-component-update', '--no-first-run'],
  })
  const context = await browser.newContext()
  first = await context.newPage()
  second = await context.newPage()
  await Promise.all([first.goto(origin), second.goto(origin)])
})

afterAll(async () => {
  await browser?.close()
  server?.close()
})

it('leaves nothing in the place of a vault that is not there when it looks', async () => {
  const { answers, databases } = await ask(first, 'lookAtNone')
  expect(answers).toEqual([undefined, [], [], { headers: 0, revisions: 0 }, false])
  expect(databases).toEqual([])
})

it('keeps every change of two windows without locks, and only the newest revisions', async () => {
  expect(await ask(first, 'create')).toBe('created')
  expect(await ask(second, 'create')).toBe('exists')
  expect(await ask(first, 'addTaken')).toBe('taken')

  await Promise.all([ask(first, 'add', 'a', 15), ask(second, 'add', 'b', 15)])

  const ids = Array.from({ length: 15 }, (_, index) => [`a${index}`, `b${index}`]).flat()
  expect((await ask(first, 'list')).toSorted()).toEqual(ids.toSorted())
  expect(await ask(second, 'list')).toEqual(await ask(first, 'list'))
  expect(await ask(first, 'revisions')).toEqual([22, 23, 24, 25, 26, 27, 28, 29, 30, 31])
})

it('mends only the vault that a revision is of, under the key that it is under', async () => {
  const before = await ask(first, 'list')
  expect(await ask(second, 'mend')).toEqual(['mended', 'taken', 'taken', 'taken', 'taken'])
  expect(await ask(first, 'list')).toEqual(before)
  expect((await ask(first, 'lookAtNone')).databases).toEqual(['vault'])
})

it('brings a database of the first version up to date, with every record in it', async () => {
  const before = await ask(first, 'list')
  expect(await ask(second, 'goBack')).toBe(1)
  expect(await ask(first, 'list')).toEqual(before)
  await ask(first, 'add', 'c', 2)
  expect(await ask(second, 'list')).toEqual([...before, 'c0', 'c1'])
})

describe('a record that the browser can’t read', () => {
  const names = ['UnknownError', 'NotReadableError', 'DataError'] as const
  afterEach(() => ask(first, 'breakReading', null))

  it.each(names)('is only that copy of the header: %s', async (name) => {
    // The database of the first version had no copy yet.
    await ask(first, 'unlock')
    for (const key of ['header', 'copy']) {
      await ask(first, 'breakReading', { keys: [key], name })
      expect(await ask(first, 'unlock')).toBe('unlocked')
      expect(await ask(first, 'open')).toBe(32)
    }
    await ask(first, 'breakReading', { keys: ['header', 'copy'], name })
    expect(await ask(first, 'open')).toBe('damaged')
  })

  it.each(names)('is only that revision, and the one before leads back: %s', async (name) => {
    const [before, newest] = (await ask(first, 'revisions')).slice(-2) as [number, number]
    await ask(first, 'breakReading', { keys: [newest], name })
    // Else it comes back from there.
    await first.evaluate("localStorage.removeItem('vaultCopyRevision')")
    await ask(first, 'unlock')
    expect(await ask(first, 'open')).toBe('head_damaged')
    expect(await ask(first, 'renew')).toBe('head_damaged')
    expect((await ask(first, 'snapshots')).slice(0, 2)).toEqual(['broken', 'whole'])
    expect(await ask(first, 'restore', newest)).toBe('gone')
    expect(await ask(first, 'restore', before)).toBe('restored')
    expect(await ask(first, 'open')).toBe(31)
    expect(await ask(first, 'renew')).toBe('renewed')
  })

  it.each(['QuotaExceededError', 'InvalidStateError'])('is not what %s says', async (name) => {
    await ask(first, 'breakReading', { keys: ['header'], name })
    expect(await ask(first, 'unlock')).toBe(`${name}: broken`)
    await ask(first, 'breakReading', null)
    expect(await ask(first, 'unlock')).toBe('unlocked')
  })

  it('is not waited for without an end', async () => {
    await ask(first, 'breakReading', { keys: ['copy'], name: 'none' })
    expect(await ask(first, 'open')).toBe(31)
  })

  it('is no record that the disk only does not answer for, and nothing is set aside then', async () => {
    const before = await ask(first, 'revisions')
    await ask(first, 'breakReading', { keys: ['header', 'copy'], name: 'none' })
    expect(await ask(first, 'open')).toMatch(/^TimeoutError/)
    await ask(first, 'breakReading', { keys: [before.at(-1)], name: 'none' })
    expect(await ask(second, 'unlock')).toBe('unlocked')
    expect(await ask(first, 'open')).toMatch(/^TimeoutError/)
    expect(await ask(first, 'setAside')).toMatchObject({
      answer: expect.stringContaining('TimeoutError'),
      revisions: before,
      asides: [],
    })
    await ask(first, 'breakReading', null)
    expect(await ask(first, 'unlock')).toBe('unlocked')
    expect(await ask(first, 'open')).toBe(31)
  })
})

it('erases nothing that opens at another attempt, and what never does', async () => {
  expect(await ask(first, 'eraseFailing', 2)).toEqual({ answer: 'opens', revisions: 1 })
  expect(await ask(first, 'eraseFailing', 9)).toEqual({ answer: 'erased', revisions: 0 })
})

it('sets a vault aside with every record of it, has room for another, and has them all back', async () => {
  const [revisions, ids] = [await ask(first, 'revisions'), await ask(first, 'list')]
  const aside = { answer: 'aside', revisions: [], asides: [expect.any(String)] }
  expect(await ask(second, 'setAside')).toEqual(aside)
  expect(await ask(first, 'create')).toBe('created')
  expect(await ask(second, 'list')).toEqual([])
  expect(await ask(second, 'bringBack', 0)).toBe('opens')
  expect(await ask(second, 'setAside')).toMatchObject({ answer: 'aside', revisions: [] })
  expect(await ask(first, 'bringBack', 1)).toBe('back records')
  expect(await ask(first, 'revisions')).toEqual(revisions)
  await ask(first, 'unlock')
  expect(await ask(first, 'list')).toEqual(ids)
  // The database of it is gone, and the other one is still there.
  expect(await ask(first, 'setAside')).toMatchObject({ asides: [expect.any(String), expect.any(String)] })
})
