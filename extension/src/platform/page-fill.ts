import browser from 'webextension-polyfill'

/** What came of filling. */
export type PageFillResult =
  | { status: 'filled' }
  | { status: 'no_field' }
  /** The page went elsewhere between the decision and the filling; nothing was put in. */
  | { status: 'moved' }
  /** The browser does not let anybody in here. */
  | { status: 'not_allowed' }

const statuses: readonly unknown[] = ['filled', 'no_field', 'moved']

/**
 * Puts a code into the tab's code field, provided that the page still is of the origin that was decided on: the script
 * checks that in the page, where nothing can come in between. The code goes there as an argument, never as text.
 */
export async function fillPage(tabId: number, origin: string, code: string): Promise<PageFillResult> {
  try {
    await browser.scripting.executeScript({ target: { tabId }, files: ['/page/fill.js'] })
    const [answer] = await browser.scripting.executeScript({
      target: { tabId },
      func: callPageScript,
      args: [origin, code],
    })
    return readAnswer(answer?.result)
  } catch {
    return { status: 'not_allowed' }
  }
}

/** Runs in the page, so it may use nothing from outside itself. */
function callPageScript(origin: string, code: string): unknown {
  const scope = globalThis as { countersignFill?: (origin: string, code: string) => unknown }
  const fill = scope.countersignFill
  delete scope.countersignFill
  return fill?.(origin, code) ?? null
}

function readAnswer(answer: unknown): PageFillResult {
  if (typeof answer !== 'object' || answer === null || !('status' in answer)) return { status: 'moved' }
  if (!statuses.includes(answer.status)) return { status: 'moved' }
  return { status: answer.status as 'filled' | 'no_field' | 'moved' }
}
