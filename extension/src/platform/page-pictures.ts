import browser from 'webextension-polyfill'
import { limitTime } from './limit-time.ts'

/** What can be read of a page's pictures, in view or not. */
export type PagePictures =
  /** As `data:` URLs; `unreadable` counts the pictures of other sites that can be seen. */
  | { status: 'read'; pictures: string[]; unreadable: number; isCut: boolean }
  /** Another page is there than the one that was meant. */
  | { status: 'moved' }
  /** The browser does not let anybody in here. */
  | { status: 'not_allowed' }
  /** The page is busy with itself. */
  | { status: 'no_answer' }

/** No less than the page's script hands over, or all of it would be refused. */
const mostPictures = 80
const mostCharacters = 20_000_000

/** ms; a page that is busy with itself is read by what is to be seen of it. */
const mostTime = 5000

/**
 * Reads the pictures of a tab's page at their natural size, provided that it still is of this origin. `url` asks for
 * the one picture that comes from there.
 */
export async function readPagePictures(
  tabId: number,
  { origin, url }: { origin: string | null; url?: string },
): Promise<PagePictures> {
  try {
    return await limitTime(collect(tabId, origin, url ?? null), mostTime, { status: 'no_answer' })
  } catch {
    return { status: 'not_allowed' }
  }
}

async function collect(tabId: number, origin: string | null, url: string | null): Promise<PagePictures> {
  await browser.scripting.executeScript({ target: { tabId }, files: ['/page/collect-pictures.js'] })
  const [answer] = await browser.scripting.executeScript({
    target: { tabId },
    func: callPageScript,
    args: [origin, url],
  })
  return readAnswer(answer?.result)
}

/** Runs in the page, so it may use nothing from outside itself; `null` where the script did not run, as in documents of a viewer. */
function callPageScript(origin: string | null, url: string | null): unknown {
  const scope = globalThis as {
    countersignCollect?: (origin: string | null, url: string | null) => unknown
  }
  const collect = scope.countersignCollect
  delete scope.countersignCollect
  return collect?.(origin, url) ?? null
}

function readAnswer(answer: unknown): PagePictures {
  if (typeof answer !== 'object' || answer === null) return { status: 'not_allowed' }
  if ('status' in answer && answer.status === 'moved') return { status: 'moved' }
  const pictures = 'pictures' in answer ? answer.pictures : null
  if (!Array.isArray(pictures) || !pictures.every((picture) => typeof picture === 'string'))
    return { status: 'not_allowed' }
  const characters = pictures.reduce((sum: number, picture: string) => sum + picture.length, 0)
  if (pictures.length > mostPictures || characters > mostCharacters) return { status: 'not_allowed' }
  const unreadable = 'unreadable' in answer && typeof answer.unreadable === 'number' ? answer.unreadable : 0
  return { status: 'read', pictures, unreadable, isCut: 'isCut' in answer && answer.isCut === true }
}
