import { onCommand } from '../platform/commands.ts'
import { fillOpenSite } from './fill-open-site.ts'

onCommand('fill', () => void fillOpenSite())
