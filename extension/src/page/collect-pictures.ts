import { type CollectedPictures, collectParts } from 'countersign/page'

type Outcome = (CollectedPictures & { isWhole: boolean }) | { status: 'moved' }

type Collect = (origin: string | null, url: string | null) => Promise<Outcome>

/** Put into the isolated world of this script, which pages can't see; taken away again once all is handed over. */
const scope = globalThis as { countersignCollect?: Collect | undefined }

/** ms; nobody waits for it any longer, and what is drawn is not kept for nobody. */
const KEPT = 10_000

let parts: ReturnType<typeof collectParts> | undefined

/** Each call hands over the next part. */
const collect: Collect = async (origin, url) => {
  if (origin !== null && location.origin !== origin) return { status: 'moved' }
  parts ??= collectParts(document, {
    ...(url !== null && { url }),
    now: () => performance.now(),
  })
  const { done, value } = await parts.next()
  if (done) end()
  return { ...value, isWhole: done === true }
}

function end() {
  if (scope.countersignCollect === collect) delete scope.countersignCollect
}

scope.countersignCollect = collect
setTimeout(end, KEPT)
