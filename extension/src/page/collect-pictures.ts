import { type CollectedPictures, collectPictures } from 'countersign/page'

type Outcome = CollectedPictures | { status: 'moved' }

/** Put into the isolated world of this script, which pages can't see; taken away again by the one call. */
const scope = globalThis as {
  countersignCollect?: (origin: string | null, url: string | null) => Promise<Outcome>
}

scope.countersignCollect = async (origin, url) => {
  if (origin !== null && location.origin !== origin) return { status: 'moved' }
  return collectPictures(document, {
    ...(url !== null && { url }),
    now: () => performance.now(),
  })
}
