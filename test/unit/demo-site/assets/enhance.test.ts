import { readFileSync } from 'node:fs'
import { runInNewContext } from 'node:vm'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'

const source = readFileSync(new URL('../../../../demo-site/src/assets/enhance.js', import.meta.url), 'utf8')

type Listener = (event: { key?: string; preventDefault(): void }) => void

/** As much of a page as the script touches. Node has no DOM; the browser tests see the whole of it. */
class Part {
  attributes: Record<string, string> = {}
  children: (Part | string)[] = []
  listeners = new Map<string, Listener>()
  parent: Part | null = null
  textContent = ''
  type = ''
  className = ''
  setAttribute = (name: string, value: string) => Object.assign(this.attributes, { [name]: value })
  removeAttribute = (name: string) => delete this.attributes[name]
  addEventListener = (name: string, listener: Listener) => this.listeners.set(name, listener)
  append(...parts: (Part | string)[]) {
    this.children.push(...parts)
    for (const part of parts) if (part instanceof Part) part.parent = this
  }
  remove() {
    if (this.parent) this.parent.children = this.parent.children.filter((part) => part !== this)
  }
  /** True when nothing prevented it. */
  emit(name: string, key?: string): boolean {
    const preventDefault = vi.fn()
    this.listeners.get(name)?.({ preventDefault, ...(key === undefined ? {} : { key }) })
    return preventDefault.mock.calls.length === 0
  }
}

function open() {
  const [form, other, window] = [new Part(), new Part(), new Part()]
  const stop = vi.fn()
  const document = {
    currentScript: { dataset: { sending: 'Sending…', stop: 'Stop waiting' } },
    querySelectorAll: (selector: string) => (selector === 'form' ? [form, other] : []),
    createElement: () => new Part(),
  }
  const { addEventListener } = window
  runInNewContext(source, { document, navigator: {}, addEventListener, setTimeout, clearTimeout, stop })
  return { form, other, window, stop }
}

const lineOf = ({ children }: Part) => children.find((part) => part instanceof Part)
const buttonOf = (form: Part) => lineOf(form)?.children.find((part) => part instanceof Part)

function expectIdle(form: Part): void {
  expect(form.attributes).toEqual({})
  expect(form.children).toEqual([])
}

describe('a form that is under way', () => {
  beforeEach(() => {
    vi.useFakeTimers()
  })
  afterEach(() => {
    vi.useRealTimers()
  })

  it('is not sent twice, says that it is busy, and says in words that it is being sent when that takes long', () => {
    const { form, other } = open()
    expect(form.emit('submit')).toBe(true)
    expect(form.attributes).toEqual({ 'aria-busy': 'true' })
    expect(lineOf(form)?.attributes).toEqual({ role: 'status' })
    expect(lineOf(form)?.children).toEqual([])
    vi.advanceTimersByTime(500)
    expect(lineOf(form)?.children[0]).toBe('Sending…')
    expect(buttonOf(form)).toMatchObject({ type: 'button', textContent: 'Stop waiting' })
    expect(form.emit('submit')).toBe(false)
    expect(form.children).toHaveLength(1)
    expectIdle(other)
  })

  it.each<[string, (page: ReturnType<typeof open>) => unknown]>([
    ['a quarter of a minute', () => vi.advanceTimersByTime(15_000)],
    ['Escape', ({ window }) => window.emit('keydown', 'Escape')],
    ['coming back to the page', ({ window }) => window.emit('pageshow')],
    ['“Stop waiting”', ({ form }) => buttonOf(form)?.emit('click')],
  ])('can be sent again after %s', (_, end) => {
    const page = open()
    page.form.emit('submit')
    vi.advanceTimersByTime(1000)
    page.window.emit('keydown', 'a')
    expect(page.form.children).toHaveLength(1)
    end(page)
    expectIdle(page.form)
    expect(page.form.emit('submit')).toBe(true)
    expect(page.form.attributes).toEqual({ 'aria-busy': 'true' })
  })

  it('stops the loading itself when the visitor no longer wants to wait', () => {
    const { form, stop } = open()
    form.emit('submit')
    vi.advanceTimersByTime(1000)
    buttonOf(form)?.emit('click')
    expect(stop).toHaveBeenCalledOnce()
  })
})
