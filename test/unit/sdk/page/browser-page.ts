import type { Page } from '@playwright/test'
import type {
  CodeFieldDescription,
  CollectedPictures,
  collectParts,
  collectPictures,
  FillResult,
} from '../../../../sdk/src/page/index.ts'
import { buildClassicScript, launchChromium } from '../../real-page.ts'

/** A real browser page with the functions of `countersign/page` in it, as one classic script. */
export interface BrowserPage {
  /** Shows a document, runs its scripts and fills the code. */
  fill(html: string, code?: string): Promise<FillResult>
  /** Fills the code into the document at an address; what answers there is the test's to provide. */
  fillAt(url: string): Promise<FillResult>
  describe(html: string): Promise<CodeFieldDescription>
  /** Shows a document and runs its scripts. */
  show(html: string): Promise<void>
  /** Shows the document at an address; what answers there is the test's to provide. */
  showAt(url: string): Promise<void>
  /** Collects the pictures of what is shown, once they are all in. */
  collect(url?: string): Promise<CollectedPictures>
  /** Calls the filler once more on what is shown. */
  fillAgain(code: string): Promise<FillResult>
  /** What the inputs with these ids hold, in shadow trees and frames too. */
  values(): Promise<Record<string, string>>
  /** What the page has noted in `window.log`. */
  log(): Promise<string[]>
  page: Page
  close(): Promise<void>
}

declare global {
  var fillCode: (root: Document, code: string) => FillResult
  var describeCodeField: (root: Document) => CodeFieldDescription
  var countersignCollectParts: typeof collectParts
  var countersignCollectPictures: typeof collectPictures
}

/** Starts the machine's Chromium; throws where there is none, since nothing stands in for a real page. */
export async function openBrowserPage(): Promise<BrowserPage> {
  const script = await buildClassicScript(new URL('page-script.ts', import.meta.url))
  const browser = await launchChromium()
  const page = await browser.newPage({ viewport: { width: 1000, height: 700 } })
  const show = async (html: string) => {
    // A new window each time, so that nothing of the last document's scripts is left.
    await page.goto('about:blank')
    await page.setContent(`<!doctype html><meta charset="utf-8"><script>window.log = []</script>${html}`)
    await page.addScriptTag({ content: script })
  }
  const showAt = async (url: string) => {
    await page.goto(url)
    await page.addScriptTag({ content: script })
  }
  const fillAgain = (code: string) => page.evaluate((code) => globalThis.fillCode(document, code), code)
  return {
    page,
    fillAgain,
    show,
    collect: (url) =>
      page.evaluate(
        (url) =>
          globalThis.countersignCollectPictures(document, {
            ...(url !== undefined && { url }),
            now: () => performance.now(),
          }),
        url,
      ),
    async fill(html, code = '000152') {
      await show(html)
      return fillAgain(code)
    },
    showAt,
    async fillAt(url) {
      await showAt(url)
      return fillAgain('000152')
    },
    async describe(html) {
      await show(html)
      return page.evaluate(() => globalThis.describeCodeField(document))
    },
    async values() {
      const perFrame = await Promise.all(page.frames().map((frame) => frame.evaluate(readValues)))
      return Object.assign({}, ...perFrame) as Record<string, string>
    },
    log: () => page.evaluate(() => (window as unknown as { log: string[] }).log),
    close: () => browser.close(),
  }
}

function readValues(): Record<string, string> {
  const values: Record<string, string> = {}
  const roots: (Document | ShadowRoot)[] = [document]
  for (let root = roots.pop(); root; root = roots.pop()) {
    for (const element of root.querySelectorAll('*')) {
      if (element.shadowRoot) roots.push(element.shadowRoot)
      if (element instanceof HTMLInputElement && element.id !== '') values[element.id] = element.value
    }
  }
  return values
}
