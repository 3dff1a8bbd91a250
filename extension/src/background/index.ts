import { onCommand } from '../platform/commands.ts'
import { fillOpenSite } from './fill-open-site.ts'
import { startLockTimer } from './lock-timer.ts'

onCommand('fill', () => void fillOpenSite())
startLockTimer()
