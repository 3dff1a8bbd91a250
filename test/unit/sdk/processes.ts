import type { Store } from 'countersign'
import { createWorld, type World } from './world.ts'

/** One world, and two more of the SDK on connections of their own, as other processes have it. */
export function openProcesses(
  store: Store,
  openAnother: () => Store,
  options: Parameters<typeof createWorld>[1] = {},
) {
  const world = createWorld(store, options)
  const directory = {
    async getUser(id: string) {
      const organizations = world.people.get(id) ?? []
      return { id, address: `${id}@example.test`, label: id, locale: 'en', organizations }
    },
    async listMembers() {
      return [...world.people.keys()]
    },
  }
  const shared = { clock: world.clock, directory, notify: world.outbox, sendSms: world.sms }
  const others = [openAnother(), openAnother()].map(
    (other) => createWorld(other, { ...options, ...shared }).twoFactor,
  )
  const sdks = [world.twoFactor, ...others]
  const sdk = (hand: number) => sdks[hand % sdks.length] as World['twoFactor']
  const atOnce = <T>(work: (twoFactor: World['twoFactor'], hand: number) => Promise<T>, hands = 20) =>
    Promise.all(Array.from({ length: hands }, (_, hand) => work(sdk(hand), hand)))
  return { world, atOnce }
}
