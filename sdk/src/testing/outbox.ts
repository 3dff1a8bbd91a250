import type { Notifier, TwoFactorEvent } from '../ports.ts'

/**
 * A notifier that keeps what it was told.
 *
 * ```ts
 * import { createEventOutbox } from 'countersign/testing'
 * const outbox = createEventOutbox()
 * ```
 */
export function createEventOutbox(): Notifier & { events: TwoFactorEvent[] } {
  const events: TwoFactorEvent[] = []
  return {
    events,
    async notify(event) {
      events.push(event)
    },
  }
}
