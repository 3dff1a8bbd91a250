import { useEffect, useRef, useState } from 'preact/hooks'
import type { CaptureStep } from '../capture/capture-steps.ts'
import { readPictures } from '../capture/read-pictures.ts'
import { readPictureUrl } from '../core/data-url.ts'
import type { Place } from '../core/findings.ts'
import type { FoundCodes } from '../core/found-codes.ts'
import { useScreen } from '../screens/screen-context.ts'
import { useFirstFocus } from '../ui/focus.ts'
import { View } from '../ui/view.tsx'
import { say } from '../ui/words.ts'
import { type Area, areaPixels, firstArea, moveArea, spanArea } from './area.ts'

/** Pixels; a part that is smaller is enlarged, which helps with small codes. */
const readableSide = 600

/** Pixels; twice the width of the page, for fine screens. */
const mostShown = 1440

export interface AreaPickerProps {
  picture: Blob | string
  place: Place
  onFound: (found: FoundCodes) => void
  onStep: (step: CaptureStep) => void
}

/** Shows a picture, lets a part of it be drawn or moved by keys, and reads that part enlarged. */
export function AreaPicker({ picture, place, onFound, onStep }: AreaPickerProps) {
  const { accounts, run } = useScreen()
  const surface = useFirstFocus<HTMLButtonElement>()
  const canvas = useRef<HTMLCanvasElement>(null)
  const opening = useRef<Promise<ImageBitmap | null>>(Promise.resolve(null))
  const corner = useRef<{ x: number; y: number } | null>(null)
  const [area, setArea] = useState(firstArea)
  const [problem, setProblem] = useState('')
  const [isReading, setReading] = useState(false)
  const reading = useRef<AbortController | null>(null)

  useEffect(() => () => reading.current?.abort(), [])
  useEffect(() => {
    const opened = open(picture)
    opening.current = opened
    void run(async () => show(await opened, canvas.current))
    return () => void opened.then((bitmap) => bitmap?.close())
  }, [picture])

  const read = () =>
    void run(async () => {
      if (isReading) return
      const own = new AbortController()
      reading.current = own
      setProblem('')
      setReading(true)
      try {
        const bitmap = await opening.current
        if (bitmap === null) return
        const cut = await cutOut(bitmap, area)
        const answer = await readPictures([{ picture: cut, place }], accounts, own.signal)
        if (own.signal.aborted) return
        if (answer.findings.length === 0) return setProblem(say('areaNoCode'))
        onFound(answer)
      } catch (error) {
        if (!own.signal.aborted) throw error
      } finally {
        setReading(false)
      }
    })
  const leave = () => onStep({ name: 'start', way: 'start' })
  const locate = (event: PointerEvent) => {
    const box = (event.currentTarget as HTMLElement).getBoundingClientRect()
    return { x: (event.clientX - box.x) / box.width, y: (event.clientY - box.y) / box.height }
  }

  return (
    <View title={say('wayArea')} onBack={leave}>
      <p id="area-how">{say('areaHow')}</p>
      <button
        type="button"
        ref={surface}
        class="area"
        aria-label={say('wayArea')}
        aria-describedby="area-how"
        onKeyDown={(event) => {
          if (event.key === 'Enter') {
            event.preventDefault()
            return read()
          }
          const moved = moveArea(area, event.key, event.shiftKey)
          if (moved === null) return
          event.preventDefault()
          setArea(moved)
        }}
        onPointerDown={(event) => {
          event.currentTarget.setPointerCapture(event.pointerId)
          corner.current = locate(event)
        }}
        onPointerMove={(event) => {
          if (corner.current !== null) setArea(spanArea(corner.current, locate(event)))
        }}
        onPointerUp={() => {
          corner.current = null
        }}
      >
        <canvas ref={canvas} />
        <Frame area={area} />
      </button>
      <p role="alert" class="problem">
        {problem}
      </p>
      <p role="status">{isReading ? say('looking') : ''}</p>
      <div class="choices">
        <button type="button" class="main" aria-disabled={isReading} onClick={read}>
          {say('areaRead')}
        </button>
        <button type="button" onClick={() => (isReading ? reading.current?.abort() : leave())}>
          {say('cancel')}
        </button>
      </div>
    </View>
  )
}

/** Drawn in shares of the picture, whatever size that is shown at. */
function Frame({ area }: { area: Area }) {
  return (
    <svg class="frame" viewBox="0 0 100 100" preserveAspectRatio="none" aria-hidden="true">
      <rect
        x={area.left * 100}
        y={area.top * 100}
        width={area.width * 100}
        height={area.height * 100}
        vector-effect="non-scaling-stroke"
      />
    </svg>
  )
}

async function open(picture: Blob | string): Promise<ImageBitmap | null> {
  const blob = typeof picture === 'string' ? readPictureUrl(picture) : picture
  return blob === null ? null : createImageBitmap(blob)
}

/** Draws it no larger than it is shown: what is read is cut out of the picture itself. */
function show(bitmap: ImageBitmap | null, canvas: HTMLCanvasElement | null): void {
  if (bitmap === null || canvas === null) return
  const scale = Math.min(1, mostShown / bitmap.width)
  canvas.width = Math.round(bitmap.width * scale)
  canvas.height = Math.max(1, Math.round(bitmap.height * scale))
  canvas.getContext('2d')?.drawImage(bitmap, 0, 0, canvas.width, canvas.height)
}

function cutOut(bitmap: ImageBitmap, area: Area): Promise<ImageBitmap> {
  const pixels = areaPixels(area, bitmap)
  const [, , width, height] = pixels
  const scale = Math.max(1, Math.ceil(readableSide / Math.min(width, height)))
  const isSmall = width * height * scale * scale < 16_000_000
  return createImageBitmap(bitmap, ...pixels, {
    resizeWidth: width * (isSmall ? scale : 1),
    resizeHeight: height * (isSmall ? scale : 1),
    resizeQuality: 'high',
  })
}
