import { AccountDetails } from '../screens/account-details.tsx'
import { View } from '../ui/view.tsx'
import { say } from '../ui/words.ts'
import { useApp } from './app-context.ts'

/** One account with room for everything that can be done with it. */
export function AccountView({ id }: { id: string }) {
  const { accounts, show } = useApp()
  const account = accounts.find((each) => each.id === id)
  const leave = () => show({ name: 'list' })
  return (
    <View title={say('details')} onBack={leave} focusTitle>
      {account === undefined ? (
        <p role="alert">{say('accountGone')}</p>
      ) : (
        <AccountDetails account={account} onRemoved={leave} />
      )}
    </View>
  )
}
