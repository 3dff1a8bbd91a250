import { openManager } from '../platform/manager-tab.ts'
import { type MessageKey, say } from '../ui/words.ts'

export interface ReminderProps {
  sentence: MessageKey
  action: MessageKey
  section: string
}

/** Says what is still to be done, and leads to the part of the manager where it is. */
export function Reminder({ sentence, action, section }: ReminderProps) {
  return (
    <p class="reminder">
      {say(sentence)}
      <button type="button" class="accent" onClick={() => void openManager(section)}>
        {say(action)}
      </button>
    </p>
  )
}
