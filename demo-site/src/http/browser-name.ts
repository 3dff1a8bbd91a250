/** The more particular name first: every browser calls itself by the names of others too. */
const browsers: readonly (readonly [RegExp, string])[] = [
  [/Edg(A|iOS)?\//, 'Edge'],
  [/OPR\/|Opera/, 'Opera'],
  [/SamsungBrowser\//, 'Samsung Internet'],
  [/Firefox\/|FxiOS\//, 'Firefox'],
  [/Chrome\/|CriOS\//, 'Chrome'],
  [/Version\/.*Safari\//, 'Safari'],
]

const systems: readonly (readonly [RegExp, string])[] = [
  [/iPhone/, 'iPhone'],
  [/iPad/, 'iPad'],
  [/Android/, 'Android'],
  [/CrOS/, 'ChromeOS'],
  [/Windows/, 'Windows'],
  [/Macintosh|Mac OS X/, 'Mac'],
  [/Linux/, 'Linux'],
]

interface BrowserName {
  browser: string
  system: string
}

/** Whether these are names that `readBrowserName` gives. */
export function isBrowserName({ browser, system }: BrowserName): boolean {
  const has = (names: typeof browsers, wanted: string) => names.some(([, name]) => name === wanted)
  return has(browsers, browser) && has(systems, system)
}

/**
 * Browser and system out of a `User-Agent`, for a list in which people know their computers again; null when it says
 * neither. Anybody can send anything there: it is a name and proves nothing.
 */
export function readBrowserName(userAgent: string | undefined): BrowserName | null {
  const find = (names: typeof browsers) => names.find(([pattern]) => pattern.test(userAgent ?? ''))?.[1]
  const [browser, system] = [find(browsers), find(systems)]
  return browser && system ? { browser, system } : null
}
