import { say } from '../ui/words.ts'

/** Says that accounts were found before the vault locked and are not in it. */
export function FoundForgotten() {
  return (
    <p class="caution" role="alert">
      {say('foundForgotten')}
    </p>
  )
}
