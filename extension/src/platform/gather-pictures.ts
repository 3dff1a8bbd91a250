import { limitTime } from './limit-time.ts'

/** As `data:` URLs; `unreadable` counts the pictures of other sites that can be seen. */
interface ReadPictures {
  status: 'read'
  pictures: string[]
  unreadable: number
  isCut: boolean
}

/** What can be read of a page's pictures, in view or not. */
export type PagePictures =
  | ReadPictures
  /** Another page is there than the one that was meant. */
  | { status: 'moved' }
  /** The browser does not let anybody in here. */
  | { status: 'not_allowed' }
  /** The page is busy with itself. */
  | { status: 'no_answer' }

/** No less than the page's script hands over, or all of it would be refused. */
const mostPictures = 80
const mostCharacters = 20_000_000

/**
 * Asks the script in a page for its pictures, part by part, until it has handed over all. Where that takes more than
 * some ms, what came until then counts.
 */
export async function gatherPictures(ask: () => Promise<unknown>, mostTime: number): Promise<PagePictures> {
  const read: ReadPictures = { status: 'read', pictures: [], unreadable: 0, isCut: false }
  let isOver = false
  const gather = async (): Promise<PagePictures> => {
    for (;;) {
      const part = readAnswer(await ask())
      if (part.status !== 'read' || isOver) return part
      read.pictures.push(...part.pictures)
      if (isTooMuch(read.pictures)) return { status: 'not_allowed' }
      read.unreadable = part.unreadable
      read.isCut = part.isCut
      if (part.isWhole) return read
    }
  }
  try {
    const late: PagePictures = { status: 'no_answer' }
    const gathered = await limitTime(gather(), mostTime, late)
    return gathered === late && read.pictures.length > 0 ? { ...read, isCut: true } : gathered
  } catch {
    return { status: 'not_allowed' }
  } finally {
    isOver = true
  }
}

function readAnswer(
  answer: unknown,
): (ReadPictures & { isWhole: boolean }) | Exclude<PagePictures, ReadPictures> {
  if (typeof answer !== 'object' || answer === null) return { status: 'not_allowed' }
  if ('status' in answer && answer.status === 'moved') return { status: 'moved' }
  const pictures = 'pictures' in answer ? answer.pictures : null
  if (!Array.isArray(pictures) || !pictures.every((picture) => typeof picture === 'string'))
    return { status: 'not_allowed' }
  const unreadable = 'unreadable' in answer && typeof answer.unreadable === 'number' ? answer.unreadable : 0
  const isCut = 'isCut' in answer && answer.isCut === true
  return {
    status: 'read',
    pictures,
    unreadable,
    isCut,
    isWhole: 'isWhole' in answer && answer.isWhole === true,
  }
}

function isTooMuch(pictures: string[]): boolean {
  const characters = pictures.reduce((sum, picture) => sum + picture.length, 0)
  return pictures.length > mostPictures || characters > mostCharacters
}
