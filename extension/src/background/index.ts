import { noteStart } from '../core/vault/lock.ts'
import { onCommand } from '../platform/commands.ts'
import { onImageMenu } from '../platform/image-menu.ts'
import { dropLateScanJobs } from '../platform/scan-tab.ts'
import { onStart } from '../platform/starts.ts'
import { vaultEnvironment } from '../platform/vault-environment.ts'
import { lookUpMessage } from '../platform/words.ts'
import { fillOpenSite } from './fill-open-site.ts'
import { startLockTimer } from './lock-timer.ts'
import { scanImage } from './scan-image.ts'

onCommand('fill', () => void fillOpenSite())
startLockTimer()
dropLateScanJobs()
onStart((by) => void noteStart(vaultEnvironment, by))
onImageMenu(
  () => lookUpMessage('scanImage', []),
  (tab, url) => void scanImage(tab, url),
)
