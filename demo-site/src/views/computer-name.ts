import { isBrowserName } from '../http/browser-name.ts'
import { type Catalogue, locales, textIn } from '../text/catalogue.ts'

/**
 * What a trusted computer is called on a page in this language. It is listed under the words of the sign-in at which it was
 * trusted, which may have been in another; the name that a program gave stays as it is.
 */
export function nameComputer({ security }: Catalogue, label: string): string {
  for (const { security: words } of locales.map(textIn)) {
    if (label === words.unknownComputer) return security.unknownComputer
    const [before = '', between = ''] = words.computer('|', '|').split('|')
    const [browser = '', system = ''] = label.slice(before.length).split(between)
    if (words.computer(browser, system) === label && isBrowserName({ browser, system }))
      return security.computer(browser, system)
  }
  return label
}
