import browser from 'webextension-polyfill'

/** Looks a sentence up in the browser's language. */
export function lookUpMessage(key: string, values: string[]): string {
  return browser.i18n.getMessage(key, values)
}

export function findLanguage(): string {
  return browser.i18n.getMessage('@@ui_locale').replace('_', '-')
}
