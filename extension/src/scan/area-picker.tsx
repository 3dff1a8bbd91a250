import { useEffect, useRef, useState } from 'preact/hooks'
import { readPictures } from '../capture/read-pictures.ts'
import { readPictureUrl } from '../core/data-url.ts'
import type { Place } from '../core/findings.ts'
import { useScreen } from '../screens/screen-context.ts'
import { useFirstFocus } from '../ui/focus.ts'
import { View } from '../ui/view.tsx'
import { say } from '../ui/words.ts'
import { type Area, areaPixels, firstArea, moveArea, spanArea } from './area.ts'
import { isOfPage, type ScanStep } from './scan-steps.ts'

/** Pixels; a part that is smaller is enlarged, which helps with small codes. */
const readableSide = 600

export interface AreaPickerProps {
  picture: Blob | string
  place: Place
  onStep: (step: ScanStep) => void
}

/** Shows a picture, lets a part of it be drawn or moved by keys, and reads that part enlarged. */
export function AreaPicker({ picture, place, onStep }: AreaPickerProps) {
  const { run } = useScreen()
  const surface = useFirstFocus<HTMLButtonElement>()
  const canvas = useRef<HTMLCanvasElement>(null)
  const bitmap = useRef<ImageBitmap | null>(null)
  const corner = useRef<{ x: number; y: number } | null>(null)
  const [area, setArea] = useState(firstArea)
  const [problem, setProblem] = useState('')
  const [isReading, setReading] = useState(false)
  const reading = useRef<AbortController | null>(null)

  useEffect(() => () => reading.current?.abort(), [])
  useEffect(() => {
    void run(async () => {
      const blob = typeof picture === 'string' ? readPictureUrl(picture) : picture
      if (blob === null || canvas.current === null) return
      const opened = await createImageBitmap(blob)
      bitmap.current = opened
      canvas.current.width = opened.width
      canvas.current.height = opened.height
      canvas.current.getContext('2d')?.drawImage(opened, 0, 0)
    })
    return () => bitmap.current?.close()
  }, [picture])

  const read = () =>
    void run(async () => {
      if (bitmap.current === null || isReading) return
      const own = new AbortController()
      reading.current = own
      setProblem('')
      setReading(true)
      try {
        const cut = await cutOut(bitmap.current, area)
        const answer = await readPictures([{ picture: cut, place }], own.signal)
        if (own.signal.aborted) return
        if (answer.findings.length === 0) return setProblem(say('areaNoCode'))
        onStep({
          name: 'found',
          read: answer,
          isOfPage: isOfPage(answer),
          again: { name: 'area', picture, place },
          closer: { name: 'area', picture, place },
        })
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
