import {
  type BrowserContext,
  type CDPSession,
  chromium,
  type Page as PlaywrightPage,
  type Worker,
} from '@playwright/test'
import { ChromiumSession } from './chromium-session.ts'
import type { Driver, LaunchOptions, LivePictures, Page, Popup } from './driver.ts'
import { findExecutable } from './executables.ts'
import type { Port } from './port.ts'
import { PortSurface } from './surface.ts'
import { temporaryFolder } from './temporary-folder.ts'
import { DocumentGone, until } from './wait.ts'

const VIEWPORT = { width: 1280, height: 800 }

/** Starts Chromium through Playwright, with the extension loaded through the DevTools protocol. */
export async function launchChromium(options: LaunchOptions): Promise<Driver> {
  const temporary = options.profile ? undefined : temporaryFolder('chromium')
  try {
    const context = await chromium.launchPersistentContext(options.profile ?? temporary?.path ?? '', {
      executablePath: findExecutable('chromium'),
      headless: true,
      viewport: VIEWPORT,
      locale: options.locale === 'sv' ? 'sv-SE' : 'en-US',
      ignoreDefaultArgs: ['--disable-extensions'],
      // The sandbox needs rights that containers and root lack; the extension is the only thing loaded here.
      chromiumSandbox: false,
      args: [
        '--enable-unsafe-extension-debugging',
        '--disable-background-networking',
        '--disable-component-update',
        '--no-first-run',
        `--lang=${options.locale ?? 'en'}`,
        ...(options.live ? describeLive(options.live) : []),
      ],
    })
    try {
      if (options.live) await context.grantPermissions(['camera'])
      return await ChromiumDriver.start(context, options.extension, () => temporary?.remove())
    } catch (error) {
      await context.close()
      throw error
    }
  } catch (error) {
    temporary?.remove()
    throw error
  }
}

function describeLive({ camera, sharedTitle }: LivePictures): string[] {
  return [
    '--use-fake-device-for-media-stream',
    `--use-file-for-fake-video-capture=${camera}`,
    `--auto-select-tab-capture-source-by-title=${sharedTitle}`,
  ]
}

/** What is used of the browser's own objects inside the extension's worker. */
interface ExtensionApi {
  tabs: { query(what: object): Promise<object[]> }
  contextMenus: { onClicked: { dispatch(info: object, tab: object | undefined): void } }
}

class ChromiumDriver implements Driver {
  readonly browser = 'chromium'
  private readonly context: BrowserContext
  private readonly session: CDPSession
  private readonly extensionId: string
  private readonly afterClose: () => void
  private scheme: 'light' | 'dark' = 'light'

  private constructor(
    context: BrowserContext,
    session: CDPSession,
    extensionId: string,
    afterClose: () => void,
  ) {
    this.context = context
    this.session = session
    this.extensionId = extensionId
    this.afterClose = afterClose
  }

  static async start(
    context: BrowserContext,
    extension: string,
    afterClose: () => void,
  ): Promise<ChromiumDriver> {
    const browser = context.browser()
    if (!browser) throw new Error('Chromium started without a browser object.')
    const session = await browser.newBrowserCDPSession()
    const { id } = await session.send('Extensions.loadUnpacked', { path: extension })
    return new ChromiumDriver(context, session, id, afterClose)
  }

  async open(url: string): Promise<Page> {
    const page = await this.context.newPage()
    await page.emulateMedia({ colorScheme: this.scheme })
    const opened = new ChromiumPage(page)
    await opened.goto(url)
    return opened
  }

  async popup(page: Page): Promise<Popup> {
    if (!(page instanceof ChromiumPage)) throw new TypeError('The page is of another browser.')
    await page.page.bringToFront()
    // The page's own target is of type "page"; the toolbar belongs to its tab, which is a target of its own.
    const pageTarget = await this.targetOf(page.page)
    const tab = (await this.targets()).find(
      (target) => target.type === 'tab' && target.url === pageTarget.url,
    )
    if (!tab) throw new Error(`No tab target for ${pageTarget.url}.`)
    // The click on the toolbar button, as the browser handles it: opens the popup and grants activeTab.
    await this.session.send('Extensions.triggerAction', { id: this.extensionId, targetId: tab.targetId })
    const opened = await until(
      async () => (await this.targets()).find(this.isPopup),
      () => 'the toolbar button opened no popup',
    )
    const session = await ChromiumSession.attach(this.session, opened.targetId)
    await session.send('Emulation.setEmulatedMedia', {
      features: [{ name: 'prefers-color-scheme', value: this.scheme }],
    })
    const popup = new ChromiumPopup(session, async () => !(await this.targets()).some(this.isPopup))
    await until(
      async () => ((await popup.evaluate('document.readyState')) === 'complete' ? true : null),
      () => 'the popup does not load',
    )
    return popup
  }

  /**
   * Keys pressed through the DevTools protocol go to the page, below where the browser looks for shortcuts. So what
   * the browser does then is done here: access to the tab is granted, as by a click, and the command's event is fired.
   */
  async pressFillShortcut(page: Page): Promise<void> {
    const worker = await this.grantAccess(page)
    await worker.evaluate('chrome.commands.onCommand.dispatch("fill")')
  }

  /** Menus are the system's, out of reach of the DevTools protocol: here too, what the browser does then is done. */
  async chooseImageMenu(page: Page): Promise<Page> {
    const srcUrl = await page.evaluate<string>('document.images[0].currentSrc')
    const worker = await this.grantAccess(page)
    return this.openedBy(page, () =>
      worker.evaluate(async (srcUrl) => {
        const { tabs, contextMenus } = (globalThis as unknown as { chrome: ExtensionApi }).chrome
        const [tab] = await tabs.query({ active: true, lastFocusedWindow: true })
        contextMenus.onClicked.dispatch({ menuItemId: 'scan-image', srcUrl }, tab)
      }, srcUrl),
    )
  }

  async openedBy(_page: Page, act: () => Promise<void>): Promise<Page> {
    const [opened] = await Promise.all([this.context.waitForEvent('page'), act()])
    return new ChromiumPage(opened)
  }

  private async grantAccess(page: Page): Promise<Worker> {
    const popup = await this.popup(page)
    // A worker that went to sleep is woken up by a message, which nobody listens to.
    await popup.evaluate('navigator.serviceWorker.ready.then(({ active }) => active.postMessage(null))')
    await popup.close()
    return until(
      async () => this.context.serviceWorkers().at(-1) ?? null,
      () => 'the extension has no background worker',
    )
  }

  async colorScheme(scheme: 'light' | 'dark'): Promise<void> {
    this.scheme = scheme
    for (const page of this.context.pages()) await page.emulateMedia({ colorScheme: scheme })
  }

  async close(): Promise<void> {
    await this.context.close()
    this.afterClose()
  }

  private readonly isPopup = (target: { type: string; url: string }) =>
    target.type === 'page' && target.url.startsWith(`chrome-extension://${this.extensionId}/src/popup/`)

  private async targets() {
    return (await this.session.send('Target.getTargets', { filter: [{}] })).targetInfos
  }

  private async targetOf(page: PlaywrightPage) {
    const session = await this.context.newCDPSession(page)
    const { targetInfo } = await session.send('Target.getTargetInfo')
    await session.detach()
    return targetInfo
  }
}

class ChromiumPage extends PortSurface implements Page {
  readonly page: PlaywrightPage

  constructor(page: PlaywrightPage) {
    super(portOf(page))
    this.page = page
  }

  async goto(url: string): Promise<void> {
    await this.page.goto(url)
  }

  async url(): Promise<string> {
    return this.page.url()
  }

  resize(width: number, height: number): Promise<void> {
    return this.page.setViewportSize({ width, height })
  }

  close(): Promise<void> {
    return this.page.close()
  }
}

class ChromiumPopup extends PortSurface implements Popup {
  private readonly isClosed: () => Promise<boolean>

  constructor(session: ChromiumSession, isClosed: () => Promise<boolean>) {
    super(session)
    this.isClosed = isClosed
  }

  async close(): Promise<void> {
    if (!(await this.isClosed())) await this.evaluate('void window.close()').catch(() => undefined)
    await this.waitUntilClosed()
  }

  async waitUntilClosed(deadlineMs?: number): Promise<void> {
    await until(
      async () => ((await this.isClosed()) ? true : null),
      async () => `the popup stays open: ${await this.text().catch(String)}`,
      deadlineMs,
    )
  }
}

function portOf(page: PlaywrightPage): Port {
  return {
    evaluate: (expression) =>
      page.evaluate(expression).catch((error: Error) => {
        throw /context was destroyed|navigation|Target closed/i.test(error.message)
          ? new DocumentGone(error.message)
          : error
      }),
    moveTo: (x, y) => page.mouse.move(x, y),
    clickAt: (x, y) => page.mouse.click(x, y),
    key: (key) => page.keyboard.press(key),
    type: (text) => page.keyboard.type(text),
    screenshot: () => page.screenshot({ animations: 'disabled' }),
  }
}
