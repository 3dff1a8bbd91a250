/** The browsers that every flow runs in. */
export type BrowserName = 'chromium' | 'firefox'

/** A text to match exactly (white space folded) or a pattern. */
export type TextMatch = string | RegExp

/** The roles that a press can be aimed at. */
export type PressRole =
  | 'button'
  | 'link'
  | 'checkbox'
  | 'radio'
  | 'menuitem'
  | 'tab'
  | 'option'
  | 'combobox'
  | 'textbox'
  | 'heading'

/** Narrows a search to the row, card or form around the given text. */
export interface Within {
  within?: TextMatch
}

/**
 * Something with a document in it that a person can read, press and type into: a web page or the popup.
 * Every action waits, up to a deadline, until its target is there, visible, enabled, still and not covered;
 * two targets that fit are an error.
 */
export interface Surface {
  /** Presses the control with this accessible name, with a real mouse press. */
  press(name: TextMatch, options?: Within & { role?: PressRole }): Promise<void>
  /** Replaces the content of the field with this label by typing. */
  fill(label: TextMatch, text: string): Promise<void>
  /** Ticks the box with this label; one that is ticked already stays so. */
  check(label: TextMatch): Promise<void>
  /** Sends one key to whatever has the focus, such as `Enter`, `Tab` or `Shift+Tab`. */
  key(key: string): Promise<void>
  /** Types text into whatever has the focus. */
  type(text: string): Promise<void>
  /** The content of the field with this label. */
  value(label: TextMatch): Promise<string>
  /** Everything that can be read, as it is laid out. */
  text(): Promise<string>
  /** Waits until the text can be read, and gives the match (for a pattern: with its groups). */
  waitForText(text: TextMatch): Promise<RegExpExecArray>
  /** Waits until a visible control or heading with this role and name is there. */
  waitFor(role: PressRole | 'field', name: TextMatch): Promise<void>
  /** Whether a visible control with this role and name is there now. */
  has(role: PressRole | 'field', name: TextMatch): Promise<boolean>
  /** Waits until what has the focus has this accessible name. */
  waitForFocus(name: TextMatch): Promise<void>
  /** Runs an expression in the document; its value must be plain data. */
  evaluate<Value>(expression: string): Promise<Value>
  /** What is visible, as a PNG. */
  screenshot(): Promise<Buffer>
}

/** A tab with a web page. */
export interface Page extends Surface {
  goto(url: string): Promise<void>
  url(): Promise<string>
  /** The size of the page's own area, in CSS pixels. */
  resize(width: number, height: number): Promise<void>
  close(): Promise<void>
}

/** The extension's popup, as the toolbar button opened it. */
export interface Popup extends Surface {
  close(): Promise<void>
  /** Waits until it closed by itself; ms. */
  waitUntilClosed(deadlineMs?: number): Promise<void>
}

export interface LaunchOptions {
  /** Folder of the built extension. */
  extension: string
  /** Folder of the profile; without it a temporary one, removed at the end. */
  profile?: string
  /** `en` or `sv`; English without it. */
  locale?: 'en' | 'sv'
  live?: LivePictures
}

/** What there is to be seen besides pages, in Chromium only: what stands in for a camera in Firefox shows a bare colour. */
export interface LivePictures {
  /** File of what the camera shows, as Y4M. */
  camera: string
  /** Title of the tab that somebody shares when the browser asks for one. */
  sharedTitle: string
}

/** A browser with the extension in it. */
export interface Driver {
  readonly browser: BrowserName
  /** Opens a page in a tab of its own, which becomes the active one. */
  open(url: string): Promise<Page>
  /** Clicks the extension's toolbar button while the page's tab is the active one, and waits for the popup. */
  popup(page: Page): Promise<Popup>
  /** Uses the extension's shortcut for filling while the page's tab is the active one. */
  pressFillShortcut(page: Page): Promise<void>
  /** Chooses the extension's entry in the context menu of the page's first image, and gives the tab that opens. */
  chooseImageMenu(page: Page): Promise<Page>
  /** Does something that opens a tab while the page's tab is the active one, and gives the new tab. */
  openedBy(page: Page, act: () => Promise<void>): Promise<Page>
  /** What pages and popups see as the preferred colour scheme from now on. */
  colorScheme(scheme: 'light' | 'dark'): Promise<void>
  close(): Promise<void>
}
