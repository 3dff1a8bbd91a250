import { useCallback, useEffect, useState } from 'preact/hooks'
import { listUnlockWays, type UnlockWay } from '../core/vault/unlock-ways.ts'
import { canUsePasskeys } from '../platform/passkey.ts'
import { vaultEnvironment } from '../platform/vault-environment.ts'
import { findLanguage } from '../platform/words.ts'
import { useScreen } from '../screens/screen-context.ts'
import { canRemoveWay, dateWay, describeUnconfirmed, nameWay } from '../screens/way-words.ts'
import { useKeptFocus } from '../ui/focus.ts'
import { say } from '../ui/words.ts'
import { AddPasskeyDialog } from './add-passkey-dialog.tsx'
import { ChangePasswordDialog } from './change-password-dialog.tsx'
import { ConfirmKitDialog } from './confirm-kit-dialog.tsx'
import { NewKeyDialog } from './new-key-dialog.tsx'
import { RecoveryKitDialog } from './recovery-kit-dialog.tsx'
import { RemoveWayDialog } from './remove-way-dialog.tsx'
import { RenameWayDialog } from './rename-way-dialog.tsx'
import { Matter, SectionPage } from './section-page.tsx'

type Question =
  | 'password'
  | 'passkey'
  | 'kit'
  | 'kit-found'
  | 'new-key'
  | { remove: UnlockWay }
  | { rename: UnlockWay }

/** The ways to unlock, each added and removed by itself. */
export function SecuritySection() {
  const { run } = useScreen()
  const [ways, setWays] = useState<UnlockWay[]>([])
  const [question, ask] = useState<Question | null>(null)
  const [passkeys, setPasskeys] = useState(true)
  const hasPassword = ways.some(({ kind }) => kind === 'password')
  const unconfirmed = describeUnconfirmed(ways)
  const hasKit = ways.some(({ kind }) => kind === 'recovery_kit')

  const load = useCallback(() => run(async () => setWays(await listUnlockWays(vaultEnvironment))), [run])
  useEffect(() => {
    void load()
    void canUsePasskeys().then(setPasskeys)
  }, [])

  useKeptFocus(ways)

  const dialog = {
    ways,
    onClose: () => {
      ask(null)
      void load()
    },
  }

  return (
    <SectionPage section="security">
      <Matter title={say('waysTitle')}>
        <p>{say('waysWhat')}</p>
        <p class="caution" role="alert">
          {unconfirmed}
        </p>
        <ul class="rows">
          {ways.map((way) => (
            <li key={way.id}>
              <div>
                <strong>{nameWay(way)}</strong>
                <span class={way.isBroken ? 'problem' : 'soft'}>{dateWay(way, findLanguage())}</span>
              </div>
              {way.kind === 'passkey' && !way.isBroken && (
                <button
                  type="button"
                  aria-label={say('renameWayNamed', nameWay(way))}
                  onClick={() => ask({ rename: way })}
                >
                  {say('renameWay')}
                </button>
              )}
              {canRemoveWay(way, ways) && (
                <button
                  type="button"
                  aria-label={say('removeWayNamed', nameWay(way))}
                  onClick={() => ask({ remove: way })}
                >
                  {say('removeWay')}
                </button>
              )}
            </li>
          ))}
        </ul>
        <div class="choices">
          <button type="button" onClick={() => ask('password')}>
            {say(hasPassword ? 'changePassword' : 'setPassword')}
          </button>
          {passkeys && (
            <button type="button" onClick={() => ask('passkey')}>
              {say('addPasskey')}
            </button>
          )}
          <button type="button" onClick={() => ask('kit')}>
            {say(hasKit ? 'makeKitAgain' : 'makeKit')}
          </button>
          {unconfirmed !== null && (
            <button type="button" onClick={() => ask('kit-found')}>
              {say('kitFound')}
            </button>
          )}
        </div>
        {!passkeys && <p class="soft">{say('passkeysUnavailable')}</p>}
      </Matter>
      <Matter title={say('newKeyTitle')}>
        <p>{say('newKeyWhat')}</p>
        <button type="button" onClick={() => ask('new-key')}>
          {say('newKeyMake')}
        </button>
      </Matter>
      {question === 'password' && <ChangePasswordDialog {...dialog} />}
      {question === 'passkey' && <AddPasskeyDialog {...dialog} />}
      {question === 'kit' && <RecoveryKitDialog {...dialog} />}
      {question === 'kit-found' && <ConfirmKitDialog {...dialog} />}
      {question === 'new-key' && <NewKeyDialog {...dialog} />}
      {typeof question === 'object' && question !== null && 'remove' in question && (
        <RemoveWayDialog {...dialog} way={question.remove} />
      )}
      {typeof question === 'object' && question !== null && 'rename' in question && (
        <RenameWayDialog {...dialog} way={question.rename} />
      )}
    </SectionPage>
  )
}
