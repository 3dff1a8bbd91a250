import type { Driver, LaunchOptions, Page, Popup } from './driver.ts'
import * as scope from './firefox-chrome-scope.ts'
import { type FirefoxProcess, startFirefox } from './firefox-process.ts'
import { FirefoxWire } from './firefox-wire.ts'
import { KEYS, type Port, splitKeys } from './port.ts'
import { PortSurface } from './surface.ts'
import { temporaryFolder } from './temporary-folder.ts'
import { DocumentGone, ignoreGone, until } from './wait.ts'

const VIEWPORT = { width: 1280, height: 800 }

/** Starts Firefox, with the extension as a temporary add-on, and drives all of it through Marionette. */
export async function launchFirefox(options: LaunchOptions): Promise<Driver> {
  const temporary = options.profile ? undefined : temporaryFolder('firefox')
  try {
    const swedish = options.locale === 'sv'
    const firefox = await startFirefox(options.profile ?? temporary?.path ?? '', {
      'intl.accept_languages': swedish ? 'sv-SE, sv' : 'en-US, en',
    })
    try {
      return await FirefoxDriver.start(firefox, options, () => temporary?.remove())
    } catch (error) {
      await firefox.stop()
      throw error
    }
  } catch (error) {
    temporary?.remove()
    throw error
  }
}

class FirefoxDriver implements Driver {
  readonly browser = 'firefox'
  private readonly wire: FirefoxWire
  private readonly extensionId: string
  private readonly afterClose: () => void
  private firstTab: string | undefined

  private constructor(wire: FirefoxWire, extensionId: string, firstTab: string, afterClose: () => void) {
    this.wire = wire
    this.extensionId = extensionId
    this.firstTab = firstTab
    this.afterClose = afterClose
  }

  static async start(
    firefox: FirefoxProcess,
    options: LaunchOptions,
    afterClose: () => void,
  ): Promise<FirefoxDriver> {
    const wire = new FirefoxWire(firefox)
    await wire.send('WebDriver:NewSession', {
      capabilities: { alwaysMatch: { timeouts: { script: 60_000 } } },
    })
    if (options.locale === 'sv') await wire.inChrome(() => wire.script(scope.SPEAK_SWEDISH))
    const installed = await wire.send('Addon:Install', { path: options.extension, temporary: true })
    const first = await wire.send('WebDriver:GetWindowHandle')
    const driver = new FirefoxDriver(
      wire,
      (installed as { value: string }).value,
      (first as { value: string }).value,
      afterClose,
    )
    return driver
  }

  async open(url: string): Promise<Page> {
    const handle = await this.newTab()
    const page = new FirefoxPage(this.wire, handle)
    await page.resize(VIEWPORT.width, VIEWPORT.height)
    await page.goto(url)
    return page
  }

  async popup(page: Page): Promise<Popup> {
    if (!(page instanceof FirefoxPage)) throw new TypeError('The page is of another browser.')
    await this.wire.inTab(page.handle, async () => undefined)
    const problem = await this.wire.inChrome(() =>
      this.wire.asyncScript(scope.CLICK_TOOLBAR_BUTTON, [this.extensionId]),
    )
    if (problem) throw new Error(String(problem))
    const popup = new FirefoxPopup(this.wire)
    await until(
      async () => ((await popup.evaluate('document.readyState === "complete" ')) ? true : null),
      () => 'the popup does not load and take the focus',
    )
    return popup
  }

  async pressFillShortcut(page: Page): Promise<void> {
    if (!(page instanceof FirefoxPage)) throw new TypeError('The page is of another browser.')
    await this.wire.inTab(page.handle, async () => undefined)
    const problem = await this.wire.inChrome(() => this.wire.script(scope.RUN_FILL_SHORTCUT))
    if (problem) throw new Error(String(problem))
  }

  async chooseImageMenu(page: Page): Promise<Page> {
    if (!(page instanceof FirefoxPage)) throw new TypeError('The page is of another browser.')
    const [x, y] = await page.evaluate<[number, number]>(
      '(({ x, y, width, height }) => [x + width / 2, y + height / 2])(document.images[0].getBoundingClientRect())',
    )
    return this.openedBy(page, async () => {
      await this.wire.inTab(page.handle, () => this.wire.rightClickAt(x, y))
      const problem = await this.wire.inChrome(() =>
        this.wire.asyncScript(scope.CHOOSE_MENU_ITEM, ['scan-image']),
      )
      if (problem) throw new Error(String(problem))
    })
  }

  async openedBy(page: Page, act: () => Promise<void>): Promise<Page> {
    if (!(page instanceof FirefoxPage)) throw new TypeError('The page is of another browser.')
    const before = await this.tabs(page)
    await act()
    const handle = await until(
      async () => (await this.tabs(page)).find((each) => !before.includes(each)) ?? null,
      () => 'no tab opened',
    )
    return new FirefoxPage(this.wire, handle)
  }

  async colorScheme(scheme: 'light' | 'dark'): Promise<void> {
    await this.wire.inChrome(() => this.wire.script(scope.PREFER_COLOR_SCHEME, [scheme === 'dark']))
  }

  async close(): Promise<void> {
    await this.wire.stop()
    this.afterClose()
  }

  private async tabs(page: FirefoxPage): Promise<string[]> {
    return (await this.wire.inTab(page.handle, () =>
      this.wire.send('WebDriver:GetWindowHandles'),
    )) as string[]
  }

  private async newTab(): Promise<string> {
    const first = this.firstTab
    this.firstTab = undefined
    if (first) return first
    const opened = await this.wire
      .inChrome(async () => undefined)
      .then(() => this.wire.send('WebDriver:NewWindow', { type: 'tab', focus: true }))
    return (opened as { handle: string }).handle
  }
}

class FirefoxPage extends PortSurface implements Page {
  readonly handle: string
  private readonly wire: FirefoxWire

  constructor(wire: FirefoxWire, handle: string) {
    super(tabPort(wire, handle))
    this.wire = wire
    this.handle = handle
  }

  async goto(url: string): Promise<void> {
    await this.wire.inTab(this.handle, () => this.wire.send('WebDriver:Navigate', { url }))
  }

  async url(): Promise<string> {
    const answer = await this.wire.inTab(this.handle, () => this.wire.send('WebDriver:GetCurrentURL'))
    return (answer as { value: string }).value
  }

  async resize(width: number, height: number): Promise<void> {
    await this.wire.inTab(this.handle, async () => undefined)
    await this.wire.inChrome(() => this.wire.script(scope.RESIZE_PAGE, [width, height]))
    await until(
      async () =>
        (await this.evaluate(`innerWidth === ${width} && innerHeight === ${height}`)) ? true : null,
      async () =>
        `the page does not become ${width} × ${height}: ${await this.evaluate('innerWidth + " " + innerHeight')}`,
    )
  }

  async close(): Promise<void> {
    await this.wire.inTab(this.handle, () => this.wire.send('WebDriver:CloseWindow'))
  }
}

class FirefoxPopup extends PortSurface implements Popup {
  private readonly wire: FirefoxWire

  constructor(wire: FirefoxWire) {
    super(popupPort(wire))
    this.wire = wire
  }

  async close(): Promise<void> {
    await this.wire.inChrome(() => this.wire.script(scope.HIDE_POPUP))
    await this.waitUntilClosed()
  }

  async waitUntilClosed(deadlineMs?: number): Promise<void> {
    await until(
      async () => ((await this.wire.inChrome(() => this.wire.script(scope.POPUP_IS_CLOSED))) ? true : null),
      async () => `the popup stays open: ${await this.text().catch(String)}`,
      deadlineMs,
    )
  }
}

function tabPort(wire: FirefoxWire, handle: string): Port {
  return {
    evaluate: async (expression) => {
      const script = `const done = arguments[0]; (${asJson(expression)}).then((json) => done({ json }), (error) => done({ error: String(error) }))`
      return read(await wire.inTab(handle, () => wire.asyncScript(script)))
    },
    moveTo: (x, y) => wire.inTab(handle, () => wire.moveTo(x, y)),
    clickAt: (x, y) => wire.inTab(handle, () => wire.clickAt(x, y)),
    key: (key) => wire.inTab(handle, () => wire.key(key)),
    type: (text) => wire.inTab(handle, () => wire.type(text)),
    screenshot: async () => {
      const answer = await wire.inTab(handle, () => wire.send('WebDriver:TakeScreenshot', { full: false }))
      return Buffer.from((answer as { value: string }).value, 'base64')
    },
  }
}

function popupPort(wire: FirefoxWire): Port {
  const ask = (name: string, message: object) =>
    wire.inChrome(() => wire.asyncScript(scope.ASK_POPUP, [name, message]))
  // What is pressed may close the popup, and then there is nobody left to answer.
  const act = async (name: string, message: object) => {
    await ask(name, message).then(read).catch(ignoreGone)
  }
  const pressKeys = (keys: object[][]) => act('keys', { keys })
  return {
    evaluate: async (expression) => read(await ask('evaluate', { expression: asJson(expression) })),
    moveTo: (x, y) => act('mouse', { x, y, types: ['mousemove'] }),
    clickAt: (x, y) => act('mouse', { x, y, types: ['mousemove', 'mousedown', 'mouseup'] }),
    key: (keys) => pressKeys([splitKeys(keys).map(keyInit)]),
    type: (text) => pressKeys([...text].map((key) => [{ key }])),
    // Firefox draws nothing of a popup that it moves or resizes at that moment.
    screenshot: () =>
      until(
        async () => {
          const drawn = await wire.inChrome(() => wire.asyncScript(scope.DRAW_POPUP))
          return typeof drawn === 'string' ? Buffer.from(drawn, 'base64') : null
        },
        () => 'the popup is not drawn',
      ),
  }
}

function keyInit(key: string): object {
  const known = KEYS[key]
  return known ? { key, code: known.code, keyCode: known.windows } : { key }
}

function asJson(expression: string): string {
  return `(async () => JSON.stringify(await (${expression})))()`
}

function read(answer: unknown): unknown {
  // A document that is unloaded while it answers is reported as an answer of nothing.
  if (answer === null) throw new DocumentGone('The page was left.')
  const { json, error, gone } = answer as { json?: string | null; error?: string; gone?: string }
  if (gone) throw new DocumentGone(gone)
  if (error !== undefined) throw new Error(error)
  return json ? JSON.parse(json) : undefined
}
