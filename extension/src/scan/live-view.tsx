import { useEffect, useRef, useState } from 'preact/hooks'
import type { CaptureStep } from '../capture/capture-steps.ts'
import { readFindings } from '../core/findings.ts'
import type { FoundCodes } from '../core/found-codes.ts'
import { wait } from '../platform/clock.ts'
import { type LiveKind, startLivePicture, stopLivePicture } from '../platform/live-picture.ts'
import { useScreen } from '../screens/screen-context.ts'
import { useFirstFocus } from '../ui/focus.ts'
import { View } from '../ui/view.tsx'
import { type MessageKey, say } from '../ui/words.ts'
import { startPictureReader } from '../workers/scan-picture.ts'

/** ms between two looks */
const pause = 250

const words: Record<LiveKind, { title: MessageKey; start: MessageKey; what: MessageKey; none: MessageKey }> =
  {
    camera: { title: 'wayCamera', start: 'cameraStart', what: 'cameraWhat', none: 'cameraNone' },
    window: { title: 'wayWindow', start: 'windowStart', what: 'windowWhat', none: 'windowNone' },
  }

export interface LiveViewProps {
  kind: LiveKind
  onFound: (found: FoundCodes) => void
  onStep: (step: CaptureStep) => void
}

/** Looks through the camera or at another window until a code is seen; the picture goes nowhere else. */
export function LiveView({ kind, onFound, onStep }: LiveViewProps) {
  const { accounts, run } = useScreen()
  const [stream, setStream] = useState<MediaStream | null>(null)
  const [problem, setProblem] = useState<MessageKey | null>(null)
  const button = useFirstFocus<HTMLButtonElement>()
  const video = useRef<HTMLVideoElement>(null)
  const isGone = useRef(false)
  const leave = () => onStep({ name: 'start', way: 'start' })
  const { title, start, what, none } = words[kind]

  const begin = () =>
    void run(async () => {
      setProblem(null)
      const started = await startLivePicture(kind)
      // Who left while the browser still asked wants nothing to be on.
      if (started.status === 'started' && isGone.current) stopLivePicture(started.stream)
      else if (started.status === 'started') setStream(started.stream)
      else setProblem(started.status === 'declined' ? 'liveDeclined' : none)
    })

  useEffect(
    () => () => {
      isGone.current = true
    },
    [],
  )

  useEffect(() => {
    const shown = video.current
    if (stream === null || shown === null) return
    shown.srcObject = stream
    const stop = new AbortController()
    for (const track of stream.getTracks()) track.addEventListener('ended', () => setStream(null))
    void run(async () => {
      try {
        await shown.play()
        const texts = await watch(shown, stop.signal)
        if (texts.length === 0) return
        onFound(
          readFindings(
            texts.map((text) => ({ text, place: { kind: 'given' } })),
            accounts,
          ),
        )
      } catch (error) {
        if (stop.signal.aborted) return
        // Nobody looks any more, so nothing stays on.
        setStream(null)
        throw error
      }
    })
    return () => {
      stop.abort()
      stopLivePicture(stream)
    }
  }, [stream])

  return (
    <View title={say(title)} onBack={leave}>
      <p>{say(what)}</p>
      <p role="alert" class="problem">
        {problem !== null && say(problem)}
      </p>
      {stream !== null && (
        <>
          <p role="status">{say('looking')}</p>
          <video ref={video} muted playsInline aria-label={say(title)} />
        </>
      )}
      <div class="choices">
        {stream === null && (
          <button type="button" class="main" ref={button} onClick={begin}>
            {say(start)}
          </button>
        )}
        <button type="button" onClick={leave}>
          {say('cancel')}
        </button>
      </div>
    </View>
  )
}

/** Reads one picture after the other until one has a code in it; nothing where it is stopped before. */
async function watch(video: HTMLVideoElement, signal: AbortSignal): Promise<string[]> {
  const reader = startPictureReader()
  try {
    while (!signal.aborted) {
      if (video.videoWidth > 0) {
        const answer = await reader.read(await createImageBitmap(video), signal)
        if (answer.status === 'read' && answer.texts.length > 0) return answer.texts
      }
      await new Promise<void>((resolve) => wait(pause, resolve))
    }
    return []
  } catch (error) {
    if (signal.aborted) return []
    throw error
  } finally {
    reader.close()
  }
}
