import { bringAsideBack, listAsideVaults, setLockedVaultAside } from './aside-vaults.ts'
import { bringBackVault, findCopyToBring } from './bring-back.ts'
import { setVaultAside } from './set-aside.ts'
import { sweepAsides } from './sweep-asides.ts'

/** What few ever need: in one script, which is loaded when it is, since each of its own would weigh more, and so would the popup. */
export const rescue = {
  bringAsideBack,
  bringBackVault,
  findCopyToBring,
  listAsideVaults,
  setLockedVaultAside,
  setVaultAside,
  sweepAsides,
}
