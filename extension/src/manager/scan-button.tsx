import { openScanPage } from '../platform/scan-tab.ts'
import { useScreen } from '../screens/screen-context.ts'
import { ScanIcon } from '../ui/icons.tsx'
import { say } from '../ui/words.ts'

/** Leads to the tab that reads files, the camera, and other tabs, windows and programs. */
export function ScanButton({ main = false }: { main?: boolean }) {
  const { run } = useScreen()
  return (
    <button
      type="button"
      class={main ? 'main' : 'quiet'}
      onClick={() => void run(() => openScanPage('start'))}
    >
      <ScanIcon />
      {say('scanPageTitle')}
    </button>
  )
}
