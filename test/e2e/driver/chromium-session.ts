import type { CDPSession } from '@playwright/test'
import { KEYS, type Port, splitKeys } from './port.ts'
import { DocumentGone, ignoreGone } from './wait.ts'

interface Pending {
  resolve: (result: unknown) => void
  reject: (error: Error) => void
}

interface Evaluated {
  result: { value?: unknown }
  exceptionDetails?: { text: string; exception?: { description?: string } }
}

/**
 * A session with a target that Playwright does not list, such as the popup: attached with `flatten: false`, its
 * messages travel inside `Target.sendMessageToTarget`. Presses and keys are the browser's own input events.
 */
export class ChromiumSession implements Port {
  readonly targetId: string
  private readonly browser: CDPSession
  private readonly sessionId: string
  private readonly pending = new Map<number, Pending>()
  private last = 0

  private constructor(browser: CDPSession, targetId: string, sessionId: string) {
    this.browser = browser
    this.targetId = targetId
    this.sessionId = sessionId
    browser.on('Target.receivedMessageFromTarget', this.receive)
    browser.on('Target.detachedFromTarget', this.detached)
  }

  static async attach(browser: CDPSession, targetId: string): Promise<ChromiumSession> {
    const { sessionId } = await browser.send('Target.attachToTarget', { targetId, flatten: false })
    return new ChromiumSession(browser, targetId, sessionId)
  }

  async send<Result>(method: string, params: object = {}): Promise<Result> {
    const id = ++this.last
    const answered = new Promise<unknown>((resolve, reject) => this.pending.set(id, { resolve, reject }))
    const message = JSON.stringify({ id, method, params })
    this.browser
      .send('Target.sendMessageToTarget', { sessionId: this.sessionId, message })
      .catch((error: Error) => this.settle(id)?.reject(new DocumentGone(error.message)))
    return (await answered) as Result
  }

  async evaluate(expression: string): Promise<unknown> {
    const { result, exceptionDetails } = await this.send<Evaluated>('Runtime.evaluate', {
      expression,
      awaitPromise: true,
      returnByValue: true,
    })
    if (exceptionDetails) throw new Error(exceptionDetails.exception?.description ?? exceptionDetails.text)
    return result.value
  }

  async moveTo(x: number, y: number): Promise<void> {
    await this.send('Input.dispatchMouseEvent', { type: 'mouseMoved', x, y })
  }

  async clickAt(x: number, y: number): Promise<void> {
    await this.moveTo(x, y)
    for (const type of ['mousePressed', 'mouseReleased']) {
      await this.send('Input.dispatchMouseEvent', { type, x, y, button: 'left', clickCount: 1 }).catch(
        ignoreGone,
      )
    }
  }

  async key(keys: string): Promise<void> {
    const names = splitKeys(keys)
    const name = names.pop() ?? ''
    const modifiers = (names.includes('Control') ? 2 : 0) + (names.includes('Shift') ? 8 : 0)
    const known = KEYS[name]
    const common = {
      key: name,
      modifiers,
      code: known?.code ?? `Key${name.toUpperCase()}`,
      windowsVirtualKeyCode: known?.windows ?? name.toUpperCase().charCodeAt(0),
    }
    const text = known ? known.text : modifiers ? undefined : name
    await this.send('Input.dispatchKeyEvent', {
      type: text ? 'keyDown' : 'rawKeyDown',
      ...common,
      ...(text ? { text } : {}),
    })
    // A key may close the popup, and then there is nobody left to hear that it was let go.
    await this.send('Input.dispatchKeyEvent', { type: 'keyUp', ...common }).catch(ignoreGone)
  }

  async type(text: string): Promise<void> {
    for (const character of text) {
      await this.send('Input.dispatchKeyEvent', { type: 'keyDown', key: character, text: character })
      await this.send('Input.dispatchKeyEvent', { type: 'keyUp', key: character })
    }
  }

  async screenshot(): Promise<Buffer> {
    const { data } = await this.send<{ data: string }>('Page.captureScreenshot', { format: 'png' })
    return Buffer.from(data, 'base64')
  }

  private readonly receive = (event: { sessionId: string; message: string }) => {
    if (event.sessionId !== this.sessionId) return
    const message: { id?: number; result?: unknown; error?: { message: string } } = JSON.parse(event.message)
    if (message.id === undefined) return
    const waiting = this.settle(message.id)
    if (!message.error) waiting?.resolve(message.result)
    else if (/context|navigat|target closed/i.test(message.error.message))
      waiting?.reject(new DocumentGone(message.error.message))
    else waiting?.reject(new Error(message.error.message))
  }

  private readonly detached = (event: { sessionId: string }) => {
    if (event.sessionId !== this.sessionId) return
    this.browser.off('Target.receivedMessageFromTarget', this.receive)
    this.browser.off('Target.detachedFromTarget', this.detached)
    for (const id of this.pending.keys()) this.settle(id)?.reject(new DocumentGone('The popup closed.'))
  }

  private settle(id: number): Pending | undefined {
    const waiting = this.pending.get(id)
    this.pending.delete(id)
    return waiting
  }
}
