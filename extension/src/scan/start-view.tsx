import type { ComponentChildren } from 'preact'
import type { CaptureStep } from '../capture/capture-steps.ts'
import { mostPictures } from '../capture/read-pictures.ts'
import { ScanWays } from '../capture/scan-ways.tsx'
import type { ScanWay } from '../core/scan-job.ts'
import { useFirstFocus } from '../ui/focus.ts'
import { View } from '../ui/view.tsx'
import { say } from '../ui/words.ts'

export interface StartViewProps {
  way: ScanWay
  onFiles: (files: Iterable<File>) => void
  /** Files are held over the page. */
  over: boolean
  onStep: (step: CaptureStep) => void
  /** What comes before all that. */
  children?: ComponentChildren
}

/** Takes files, chosen, dropped or pasted, and leads to the camera and to other windows. */
export function StartView({ way, onFiles, over, onStep, children }: StartViewProps) {
  const input = useFirstFocus<HTMLInputElement>()
  return (
    <View title={say('scanPageTitle')}>
      {children}
      {way === 'image' && <p role="alert">{say('imageNotRead')}</p>}
      {way === 'area' && <p role="alert">{say('areaGone', say('wayArea'))}</p>}
      <section class={over ? 'drop over' : 'drop'}>
        <label class="field">
          <span>{say('chooseFiles')}</span>
          <input
            ref={input}
            type="file"
            autocomplete="off"
            accept="image/*"
            multiple
            onChange={(event) => onFiles(event.currentTarget.files ?? [])}
          />
        </label>
        <p class="soft">{say('dropHint', mostPictures)}</p>
      </section>
      <ScanWays
        ways={['camera', 'window']}
        onWay={(chosen) => {
          if (chosen === 'camera' || chosen === 'window') onStep({ name: 'live', kind: chosen })
        }}
      />
      <p class="soft">{say('staysHere')}</p>
    </View>
  )
}
