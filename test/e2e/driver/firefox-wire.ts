import type { FirefoxProcess } from './firefox-process.ts'
import { MarionetteError } from './marionette.ts'
import { KEYS, splitKeys } from './port.ts'
import { DocumentGone } from './wait.ts'

const GONE =
  /no such window|unloaded|no such frame|stale|context has been discarded|AbortError|actor.*destroyed/i

/** One connection, one current window and context at a time: every errand names both, and errands queue. */
export class FirefoxWire {
  private readonly firefox: FirefoxProcess
  private tail: Promise<unknown> = Promise.resolve()

  constructor(firefox: FirefoxProcess) {
    this.firefox = firefox
  }

  stop(): Promise<void> {
    return this.firefox.stop()
  }

  send(command: string, parameters: object = {}): Promise<unknown> {
    return this.firefox.marionette.send(command, parameters).catch((error: unknown) => {
      throw error instanceof MarionetteError && GONE.test(error.message)
        ? new DocumentGone(error.message)
        : error
    })
  }

  /** Work in a tab's document. */
  inTab<Result>(handle: string, work: () => Promise<Result>): Promise<Result> {
    return this.queue('content', async () => {
      await this.send('WebDriver:SwitchToWindow', { handle, focus: true })
      return work()
    })
  }

  /** Work in the browser's own window. */
  inChrome<Result>(work: () => Promise<Result>): Promise<Result> {
    return this.queue('chrome', work)
  }

  async script(script: string, args: unknown[] = []): Promise<unknown> {
    const answer = await this.send('WebDriver:ExecuteScript', { script, args, newSandbox: false })
    return (answer as { value: unknown }).value
  }

  async asyncScript(script: string, args: unknown[] = []): Promise<unknown> {
    const answer = await this.send('WebDriver:ExecuteAsyncScript', { script, args, newSandbox: false })
    return (answer as { value: unknown }).value
  }

  moveTo(x: number, y: number): Promise<void> {
    return this.point(x, y, [])
  }

  clickAt(x: number, y: number): Promise<void> {
    return this.point(x, y, [
      { type: 'pointerDown', button: 0 },
      { type: 'pointerUp', button: 0 },
    ])
  }

  rightClickAt(x: number, y: number): Promise<void> {
    return this.point(x, y, [
      { type: 'pointerDown', button: 2 },
      { type: 'pointerUp', button: 2 },
    ])
  }

  private async point(x: number, y: number, then: object[]): Promise<void> {
    const move = { type: 'pointerMove', duration: 0, origin: 'viewport', x: Math.round(x), y: Math.round(y) }
    const parameters = { pointerType: 'mouse' }
    await this.perform({ type: 'pointer', id: 'mouse', parameters, actions: [move, ...then] })
  }

  async key(keys: string): Promise<void> {
    const values = splitKeys(keys).map((name) => KEYS[name]?.webdriver ?? name)
    const down = values.map((value) => ({ type: 'keyDown', value }))
    const up = values.toReversed().map((value) => ({ type: 'keyUp', value }))
    await this.perform({ type: 'key', id: 'keyboard', actions: [...down, ...up] })
  }

  async type(text: string): Promise<void> {
    const actions = [...text].flatMap((value) => [
      { type: 'keyDown', value },
      { type: 'keyUp', value },
    ])
    await this.perform({ type: 'key', id: 'keyboard', actions })
  }

  private async perform(action: object): Promise<void> {
    await this.send('WebDriver:PerformActions', { actions: [action] })
  }

  private queue<Result>(context: 'content' | 'chrome', work: () => Promise<Result>): Promise<Result> {
    const turn = this.tail.then(async () => {
      await this.send('Marionette:SetContext', { value: context })
      return work()
    })
    this.tail = turn.catch(() => undefined)
    return turn
  }
}
