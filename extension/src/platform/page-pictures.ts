import browser from 'webextension-polyfill'
import { gatherPictures, type PagePictures } from './gather-pictures.ts'

/** ms; a page that is busy with itself is read by what is to be seen of it. */
const mostTime = 5000

/**
 * Reads the pictures of a tab's page at their natural size, provided that it still is of this origin. `url` asks for
 * the one picture that comes from there. Where the page takes too long, what came until then counts.
 */
export async function readPagePictures(
  tabId: number,
  { origin, url }: { origin: string | null; url?: string },
): Promise<PagePictures> {
  const target = { tabId }
  let injected: Promise<unknown> | undefined
  return gatherPictures(async () => {
    injected ??= browser.scripting.executeScript({ target, files: ['/page/collect-pictures.js'] })
    await injected
    const [answer] = await browser.scripting.executeScript({
      target,
      func: callPageScript,
      args: [origin, url ?? null],
    })
    return answer?.result
  }, mostTime)
}

/** Runs in the page, so it may use nothing from outside itself; `null` where the script did not run, as in documents of a viewer. */
function callPageScript(origin: string | null, url: string | null): unknown {
  const scope = globalThis as {
    countersignCollect?: (origin: string | null, url: string | null) => unknown
  }
  return scope.countersignCollect?.(origin, url) ?? null
}
