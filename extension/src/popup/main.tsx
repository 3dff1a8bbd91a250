import { render } from 'preact'
import { findLanguage, lookUpMessage } from '../platform/words.ts'
import { provideWords } from '../ui/words.ts'
import { App, readSurroundings } from './app.tsx'

provideWords(lookUpMessage)
document.documentElement.lang = findLanguage()

const root = document.getElementById('app')
if (root !== null) render(<App surroundings={await readSurroundings()} />, root)
