/** What one browser must offer for one document; everything else is built on it, once, in `surface.ts`. */
export interface Port {
  /** Evaluates an expression in the document, waiting for a promise; throws `DocumentGone` when it went away. */
  evaluate(expression: string): Promise<unknown>
  /** Moves the mouse to this place of the document's window, in CSS pixels. */
  moveTo(x: number, y: number): Promise<void>
  /** A real press of the main mouse button at this place of the document's window, in CSS pixels. */
  clickAt(x: number, y: number): Promise<void>
  /** One real key press, `+` joining modifiers and key. */
  key(key: string): Promise<void>
  /** Real key presses that write the text. */
  type(text: string): Promise<void>
  screenshot(): Promise<Buffer>
}

/** The keys that flows press by name, as the two protocols call them. */
export const KEYS: Record<string, { code: string; windows: number; webdriver: string; text?: string }> = {
  Enter: { code: 'Enter', windows: 13, webdriver: '\uE007', text: '\r' },
  Tab: { code: 'Tab', windows: 9, webdriver: '\uE004' },
  Escape: { code: 'Escape', windows: 27, webdriver: '\uE00C' },
  Backspace: { code: 'Backspace', windows: 8, webdriver: '\uE003' },
  Delete: { code: 'Delete', windows: 46, webdriver: '\uE017' },
  ArrowUp: { code: 'ArrowUp', windows: 38, webdriver: '\uE013' },
  ArrowLeft: { code: 'ArrowLeft', windows: 37, webdriver: '\uE012' },
  ArrowRight: { code: 'ArrowRight', windows: 39, webdriver: '\uE014' },
  ArrowDown: { code: 'ArrowDown', windows: 40, webdriver: '\uE015' },
  Shift: { code: 'ShiftLeft', windows: 16, webdriver: '\uE008' },
  Control: { code: 'ControlLeft', windows: 17, webdriver: '\uE009' },
  ' ': { code: 'Space', windows: 32, webdriver: ' ', text: ' ' },
}

/** `Shift+Tab` as the keys to hold down, in order. */
export function splitKeys(keys: string): string[] {
  return keys.length === 1 ? [keys] : keys.split('+')
}
