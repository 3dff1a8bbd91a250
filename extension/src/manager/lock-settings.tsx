import { changeAutoLock } from '../core/account-changes.ts'
import type { AutoLock } from '../core/vault/session.ts'
import { tellsSystemLock } from '../platform/auto-lock.ts'
import { useScreen } from '../screens/screen-context.ts'
import { useChange } from '../screens/use-change.ts'
import { CheckField } from '../ui/check-field.tsx'
import { Form } from '../ui/form.tsx'
import { say } from '../ui/words.ts'

const choices = [1, 2, 5, 10, 15, 20, 30, 45, 60]

/** When the vault locks by itself; what is chosen applies at once. */
export function LockSettings() {
  const {
    contents: {
      settings: { autoLock },
    },
    announce,
    run,
  } = useScreen()
  const change = useChange()
  const minutes = autoLock.minutes
  const listed = minutes === null || choices.includes(minutes) ? choices : [...choices, minutes]

  const save = (changes: Partial<AutoLock>) =>
    run(async () => {
      const changed = await change(changeAutoLock(changes))
      if (changed.status === 'saved') announce(say('lockSaved'))
    })

  return (
    <Form>
      <label class="field">
        <span>{say('lockAfter')}</span>
        <select
          autocomplete="off"
          value={minutes ?? 'never'}
          onInput={(event) => {
            const { value } = event.currentTarget
            void save({ minutes: value === 'never' ? null : Number(value) })
          }}
        >
          {listed
            .toSorted((left, right) => left - right)
            .map((choice) => (
              <option key={choice} value={choice}>
                {choice === 1 ? say('lockMinute') : say('lockMinutes', choice)}
              </option>
            ))}
          <option value="never">{say('lockNever')}</option>
        </select>
      </label>
      {tellsSystemLock() && (
        <CheckField checked={autoLock.withSystem} onChange={(withSystem) => void save({ withSystem })}>
          {say('lockWithSystem')}
        </CheckField>
      )}
    </Form>
  )
}
