import type { Page } from '../driver/driver.ts'
import { startTestPages } from '../test-pages.ts'

const STYLE = `body{margin:0;font:16px/1.6 system-ui,sans-serif;color:#1d2a2e;background:#fff}
header{padding:20px 48px;background:#f1ede2;font-weight:600}
main{padding:32px 48px;max-width:640px}ul{display:flex;gap:40px;padding:0;list-style:none}`

/** Shows a page of a site that is not the demo site; the page stays when its server is gone. */
export async function showOtherSite(page: Page, content: string): Promise<void> {
  await showBody(page, `<style>${STYLE}</style><header>Harbour Library</header><main>${content}</main>`)
}

/** Shows a page with this body, of a server that is gone afterwards. */
export async function showBody(page: Page, body: string): Promise<void> {
  const pages = await startTestPages()
  try {
    await page.goto(pages.show(body))
  } finally {
    await pages.stop()
  }
}
