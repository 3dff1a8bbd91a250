import browser from 'webextension-polyfill'

/** Looks a sentence up in the browser's language. */
export function lookUpMessage(key: string, values: string[]): string {
  return browser.i18n.getMessage(key, values)
}

/** The language of the sentences, with the browser's region where it is the browser's language too. */
export function findLanguage(): string {
  const spoken = browser.i18n.getMessage('language')
  const wanted = browser.i18n.getMessage('@@ui_locale').replace('_', '-')
  return wanted.split('-')[0] === spoken ? wanted : spoken
}
