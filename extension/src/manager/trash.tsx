import { useEffect, useRef, useState } from 'preact/hooks'
import { nameAccount } from '../core/accounts.ts'
import { showName } from '../core/show-name.ts'
import { deleteFromTrash, restoreAccounts } from '../core/trash-changes.ts'
import type { TrashedAccount } from '../core/vault/contents.ts'
import { findTrashEnd } from '../core/vault/trash.ts'
import { vaultEnvironment } from '../platform/vault-environment.ts'
import { useScreen } from '../screens/screen-context.ts'
import { useChange } from '../screens/use-change.ts'
import { Dialog } from '../ui/dialog.tsx'
import { TrashIcon } from '../ui/icons.tsx'
import { LongList } from '../ui/long-list.tsx'
import { Name } from '../ui/names.tsx'
import { say } from '../ui/words.ts'
import { writeNumber } from './count-accounts.ts'
import { countDaysLeft } from './count-days-left.ts'
import { Matter } from './section-page.tsx'

/** CSS pixels, as the style of a row has it. */
const rowHeight = 64

/** Accounts that were removed: each can be taken back, or deleted for good. */
export function Trash() {
  const {
    contents: { trash },
    announce,
    run,
  } = useScreen()
  const change = useChange()
  const place = useRef<HTMLParagraphElement>(null)
  const [settled, settle] = useState(0)

  // A row is gone, and with it what had the focus.
  useEffect(() => {
    if (settled > 0) place.current?.focus()
  }, [settled])
  const [doomed, doom] = useState<TrashedAccount[]>([])

  const takeBack = ({ account }: TrashedAccount) =>
    run(async () => {
      const changed = await change(restoreAccounts([account.id]))
      if (changed.status !== 'saved') return
      settle(settled + 1)
      const isBack = changed.result.restored > 0
      announce(isBack ? say('takenBack', nameAccount(account)) : say('accountGone'))
    })
  const deleteDoomed = () =>
    run(async () => {
      const changed = await change(deleteFromTrash(doomed.map(({ account }) => account.id)))
      doom([])
      if (changed.status !== 'saved') return
      settle(settled + 1)
      announce(say('deletedForGood'))
    })

  return (
    <Matter title={say('trash')}>
      <p ref={place} tabIndex={-1}>
        {trash.length === 0 ? say('trashEmpty') : say('trashWhat')}
      </p>
      {trash.length > 0 && (
        <>
          <LongList
            items={trash.map((trashed) => ({ ...trashed, id: trashed.account.id }))}
            rowHeight={rowHeight}
            label={say('trash')}
          >
            {(trashed) => (
              <TrashRow trashed={trashed} onTakeBack={takeBack} onDelete={(one) => doom([one])} />
            )}
          </LongList>
          <button type="button" onClick={() => doom(trash)}>
            {say('emptyTrash')}
          </button>
        </>
      )}
      {doomed.length > 0 && (
        <Dialog title={say('deleteForGood')} onClose={() => doom([])}>
          <p>
            {doomed.length === 1 && doomed[0] !== undefined
              ? say('deleteWhat', nameAccount(doomed[0].account))
              : say('deleteAllWhat', writeNumber(doomed.length))}
          </p>
          <div class="choices">
            <button type="button" class="main" onClick={() => doom([])}>
              {say('keep')}
            </button>
            <button type="button" class="danger" onClick={deleteDoomed}>
              {say('deleteForGood')}
            </button>
          </div>
        </Dialog>
      )}
    </Matter>
  )
}

interface TrashRowProps {
  trashed: TrashedAccount
  onTakeBack: (trashed: TrashedAccount) => void
  onDelete: (trashed: TrashedAccount) => void
}

function TrashRow({ trashed, onTakeBack, onDelete }: TrashRowProps) {
  const name = nameAccount(trashed.account)
  const whose = showName(trashed.account.account)
  const days = countDaysLeft(findTrashEnd(trashed), vaultEnvironment.now())
  return (
    <div class="line">
      <div class="names">
        <Name>{name}</Name>
        <span class="soft">
          {days === 1 ? say('dayLeft') : say('daysLeft', days)}
          {whose !== name && ' · '}
          {whose !== name && <Name>{whose}</Name>}
        </span>
      </div>
      <button type="button" aria-label={say('takeBackAccount', name)} onClick={() => onTakeBack(trashed)}>
        {say('takeBack')}
      </button>
      <button
        type="button"
        class="quiet square"
        aria-label={say('deleteAccount', name)}
        title={say('deleteForGood')}
        onClick={() => onDelete(trashed)}
      >
        <TrashIcon />
      </button>
    </div>
  )
}
