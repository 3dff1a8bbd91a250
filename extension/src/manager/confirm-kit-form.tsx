import { useId, useRef, useState } from 'preact/hooks'
import { Form } from '../ui/form.tsx'
import { TextField } from '../ui/text-field.tsx'
import { say } from '../ui/words.ts'
import { chooseKitGroup, isKitGroup } from './kit-groups.ts'

/** Asks for one group of the kit, so that a kit that was not kept is noticed now. */
export function ConfirmKitForm({ kit, onConfirmed }: { kit: string; onConfirmed: () => void }) {
  const group = chooseKitGroup(kit)
  const [typed, setTyped] = useState('')
  const [wrong, setWrong] = useState(false)
  const field = useRef<HTMLInputElement>(null)
  const problem = useId()
  return (
    <Form
      onSubmit={() => {
        if (isKitGroup(kit, group, typed)) return onConfirmed()
        setWrong(true)
        field.current?.select()
      }}
    >
      <TextField
        label={say('confirmKit', group)}
        value={typed}
        describedBy={problem}
        field={field}
        onChange={setTyped}
      />
      <p id={problem} role="alert" class="problem">
        {wrong ? say('confirmKitWrong', group) : ''}
      </p>
      <div class="choices">
        <button type="submit" class="main">
          {say('confirm')}
        </button>
      </div>
    </Form>
  )
}
