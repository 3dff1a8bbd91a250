import browser from 'webextension-polyfill'

const name = 'lock'

/** Wakes the background at a time in ms since 1970, even after it was put to sleep; null takes that back. */
export async function scheduleLock(at: number | null): Promise<void> {
  if (at === null) await browser.alarms.clear(name)
  else await browser.alarms.create(name, { when: at })
}

export function onLockTime(run: () => void): void {
  browser.alarms.onAlarm.addListener((alarm) => {
    if (alarm.name === name) run()
  })
}

/** Whether the browser tells when the system's screen is locked; Firefox has no such state. */
export function tellsSystemLock(): boolean {
  const idle: object = browser.idle
  return 'IdleState' in idle && typeof idle.IdleState === 'object' && 'LOCKED' in (idle.IdleState ?? {})
}

/** Calls back when the system's screen is locked, where the browser tells. */
export function onSystemLock(run: () => void): void {
  browser.idle.onStateChanged.addListener((state) => {
    if (state === 'locked') run()
  })
}
