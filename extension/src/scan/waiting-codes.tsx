import { say } from '../ui/words.ts'

export interface WaitingCodesProps {
  /** Accounts that were found and are not in the vault. */
  count: number
  onShow: () => void
  onLetGo: () => void
}

/** Says that accounts were found and are not saved, and leads back to them. */
export function WaitingCodes({ count, onShow, onLetGo }: WaitingCodesProps) {
  if (count === 0) return null
  return (
    <section class="card" aria-label={say('waitingTitle')}>
      <p role="status">{count === 1 ? say('waitingOne') : say('waitingMany', count)}</p>
      <div class="choices">
        <button type="button" class="main" onClick={onShow}>
          {say('waitingShow')}
        </button>
        <button type="button" onClick={onLetGo}>
          {say('waitingLetGo')}
        </button>
      </div>
    </section>
  )
}
