import { onCommand } from '../platform/commands.ts'
import { onImageMenu } from '../platform/image-menu.ts'
import { lookUpMessage } from '../platform/words.ts'
import { fillOpenSite } from './fill-open-site.ts'
import { startLockTimer } from './lock-timer.ts'
import { scanImage } from './scan-image.ts'

onCommand('fill', () => void fillOpenSite())
startLockTimer()
onImageMenu(
  () => lookUpMessage('scanImage', []),
  (tab, url) => void scanImage(tab, url),
)
