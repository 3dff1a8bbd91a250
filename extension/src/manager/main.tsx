import { render } from 'preact'
import { readClock } from '../core/clock.ts'
import { clockSource } from '../platform/clock.ts'
import { findLanguage, lookUpMessage } from '../platform/words.ts'
import { provideWords } from '../ui/words.ts'
import { Manager } from './manager.tsx'

provideWords(lookUpMessage)
document.documentElement.lang = findLanguage()

const root = document.getElementById('app')
if (root !== null) render(<Manager firstClock={await readClock(clockSource)} />, root)
