import { fillPage, type PageFillResult } from '../platform/page-fill.ts'
import type { OpenTab } from '../platform/tabs.ts'
import { type MessageKey, say } from '../ui/words.ts'

const sentences: Record<Exclude<PageFillResult['status'], 'filled'>, MessageKey> = {
  no_field: 'fillNoField',
  moved: 'fillMoved',
  not_allowed: 'fillRestricted',
}

/** Fills a code and closes the popup; returns what to say when it was not filled. */
export async function putCode(tab: OpenTab, origin: string, code: string): Promise<string> {
  const { status } = await fillPage(tab.id, origin, code)
  if (status !== 'filled') return say(sentences[status])
  window.close()
  return say('filled')
}
