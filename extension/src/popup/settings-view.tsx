import { openManager } from '../platform/manager-tab.ts'
import { ClockForm } from '../screens/clock-form.tsx'
import { View } from '../ui/view.tsx'
import { say } from '../ui/words.ts'
import { useApp } from './app-context.ts'

/** What is set at hand; the rest is in the manager, which has the room for it. */
export function SettingsView() {
  const { show } = useApp()
  return (
    <View title={say('settings')} onBack={() => show({ name: 'list' })} focusTitle>
      <ClockForm />
      <p class="soft">{say('moreInManager')}</p>
      <div class="choices">
        <button type="button" onClick={() => void openManager('settings')}>
          {say('openManager')}
        </button>
      </div>
    </View>
  )
}
