import { useState } from 'preact/hooks'
import { checkCorrection, correctionLimits, createClock, saveCorrection } from '../core/clock.ts'
import { clockSource } from '../platform/clock.ts'
import { findLanguage } from '../platform/words.ts'
import { Form } from '../ui/form.tsx'
import { Sentence } from '../ui/sentence.tsx'
import { say } from '../ui/words.ts'
import { useScreen } from './screen-context.ts'
import { useNow } from './use-now.ts'

/** Sets by how much codes are made for another time than the computer's. */
export function ClockForm() {
  const { clock, setClock, announce, run } = useScreen()
  const [minutes, setMinutes] = useState(String(clock.correction.minutes))
  const [seconds, setSeconds] = useState(String(clock.correction.seconds))
  const correction = checkCorrection({ minutes: readWhole(minutes), seconds: readWhole(seconds) })
  const preview = correction === null ? clock : createClock(clockSource, correction)
  const now = useNow(clock) - clock.now() + preview.now()
  const time = new Intl.DateTimeFormat(findLanguage(), { dateStyle: 'medium', timeStyle: 'medium' })

  const number = new Intl.NumberFormat(findLanguage())

  const submit = (form: HTMLFormElement) => {
    // A field that holds no number reads as empty; only its validity tells.
    const wrong = form.querySelector<HTMLInputElement>('input:invalid')
    if (wrong !== null || correction === null) {
      wrong?.focus()
      const limits = [correctionLimits.minutes, correctionLimits.seconds].map((limit) => number.format(limit))
      return announce(say('correctionInvalid', ...limits))
    }
    void run(async () => {
      setClock(await saveCorrection(clockSource, correction))
      announce(say('correctionSaved'))
    })
  }

  return (
    <Form noValidate onSubmit={submit}>
      <fieldset>
        <legend>{say('clockCorrection')}</legend>
        <p class="soft">{say('clockCorrectionWhat')}</p>
        <div class="pair">
          <NumberField
            label={say('minutes')}
            limit={correctionLimits.minutes}
            value={minutes}
            onChange={setMinutes}
          />
          <NumberField
            label={say('seconds')}
            limit={correctionLimits.seconds}
            value={seconds}
            onChange={setSeconds}
          />
        </div>
        <p class="soft">
          <Sentence id="codesMadeFor" values={[<time key="time">{time.format(now)}</time>]} />
        </p>
      </fieldset>
      <button type="submit" class="main">
        {say('save')}
      </button>
    </Form>
  )
}

interface NumberFieldProps {
  label: string
  limit: number
  value: string
  onChange: (value: string) => void
}

function NumberField({ label, limit, value, onChange }: NumberFieldProps) {
  return (
    <label class="field">
      <span>{label}</span>
      <input
        type="number"
        autocomplete="off"
        step="1"
        min={-limit}
        max={limit}
        value={value}
        onInput={(event) => onChange(event.currentTarget.value)}
      />
    </label>
  )
}

/** An empty field means nothing to add. */
function readWhole(text: string): number {
  return text.trim() === '' ? 0 : Number(text)
}
