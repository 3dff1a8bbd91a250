import { chooseOrder, moveAccount } from '../core/account-order.ts'
import { nameAccount } from '../core/accounts.ts'
import type { VaultAccount, VaultSettings } from '../core/vault/contents.ts'
import { findLanguage } from '../platform/words.ts'
import { useScreen } from '../screens/screen-context.ts'
import { useChange } from '../screens/use-change.ts'
import { type MessageKey, say } from '../ui/words.ts'

const orders: [VaultSettings['order'], MessageKey][] = [
  ['name', 'orderByName'],
  ['own', 'orderOwn'],
]

const directions: [-1 | 1, MessageKey][] = [
  [-1, 'moveUp'],
  [1, 'moveDown'],
]

/** The order of the list; with an account that was chosen, what moves it by one place. */
export function OrderBar({ chosen }: { chosen: VaultAccount | undefined }) {
  const { contents, announce, run } = useScreen()
  const change = useChange()

  const move = (account: VaultAccount, by: -1 | 1) =>
    run(async () => {
      const moved = await change(moveAccount(account.id, by, findLanguage()))
      if (moved.status === 'locked') return
      const { result } = moved
      const name = nameAccount(account)
      if (result.status === 'moved') announce(say('movedTo', name, result.place, result.of))
      else announce(result.status === 'end' ? say('moveEnd', name) : say('accountGone'))
    })

  return (
    <fieldset>
      <legend>{say('order')}</legend>
      <div class="choices">
        {orders.map(([order, label]) => (
          <button
            key={order}
            type="button"
            aria-pressed={contents.settings.order === order}
            onClick={() => void run(async () => void (await change(chooseOrder(order))))}
          >
            {say(label)}
          </button>
        ))}
        {chosen !== undefined &&
          directions.map(([by, label]) => (
            <button key={label} type="button" onClick={() => void move(chosen, by)}>
              {say(label)}
            </button>
          ))}
      </div>
    </fieldset>
  )
}
