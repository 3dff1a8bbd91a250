import type { PressRole, Surface, TextMatch, Within } from './driver.ts'
import { type Found, focusedName, locate, type Query } from './in-page.ts'
import type { Port } from './port.ts'
import { until } from './wait.ts'

type Ready = Extract<Found, { state: 'ready' }>

/** A document that a person reads and works with, over one browser's port. */
export class PortSurface implements Surface {
  protected readonly port: Port

  constructor(port: Port) {
    this.port = port
  }

  async press(name: TextMatch, options: Within & { role?: PressRole } = {}): Promise<void> {
    if (options.within !== undefined) {
      // What can be done with a row may show itself only when it is pointed at.
      const row = await this.ready('row', options.within)
      await this.port.moveTo(row.x, row.y)
    }
    const { x, y } = await this.ready(options.role ?? 'button', name, options.within)
    await this.port.clickAt(x, y)
  }

  async fill(label: TextMatch, text: string): Promise<void> {
    const { x, y } = await this.ready('field', label)
    await this.port.clickAt(x, y)
    await this.ready('field', label, undefined, 'select')
    if (text === '') await this.port.key('Delete')
    else await this.port.type(text)
  }

  async check(label: TextMatch): Promise<void> {
    const before = await this.ready('checkbox', label)
    if (before.checked) return
    await this.port.clickAt(before.x, before.y)
    await until(
      async () => ((await this.ready('checkbox', label)).checked ? true : null),
      () => `the box "${label}" does not get ticked`,
    )
  }

  key(key: string): Promise<void> {
    return this.port.key(key)
  }

  type(text: string): Promise<void> {
    return this.port.type(text)
  }

  async value(label: TextMatch): Promise<string> {
    return (await this.ready('field', label)).value
  }

  async text(): Promise<string> {
    // Before its style sheets are in, a page has no lines: then this would be all of its words without a space between.
    return until(
      () =>
        this.evaluate<string | null>(
          'document.readyState === "complete" ? document.body?.innerText ?? null : null',
        ),
      () => 'there is no document to read',
    )
  }

  async waitForText(text: TextMatch): Promise<RegExpExecArray> {
    const pattern = typeof text === 'string' ? new RegExp(escapePattern(text)) : text
    let last = ''
    return until(
      async () => {
        last = await this.text()
        return pattern.exec(last.replace(/[^\S\n]+/g, ' '))
      },
      () => `cannot read ${pattern} in:\n${last}`,
    )
  }

  async waitFor(role: PressRole | 'field', name: TextMatch): Promise<void> {
    await this.ready(role, name)
  }

  async has(role: PressRole | 'field', name: TextMatch): Promise<boolean> {
    return (await this.locate({ role, name: wire(name) })).state !== 'missing'
  }

  async waitForFocus(name: TextMatch): Promise<void> {
    let last = ''
    await until(
      async () => {
        last = await this.evaluate<string>(`(${focusedName})()`)
        return (typeof name === 'string' ? last === name : name.test(last)) ? true : null
      },
      () => `the focus is on "${last}", not on "${name}"`,
    )
  }

  async evaluate<Value>(expression: string): Promise<Value> {
    return (await this.port.evaluate(expression)) as Value
  }

  screenshot(): Promise<Buffer> {
    return this.port.screenshot()
  }

  private locate(query: Query, purpose: 'find' | 'select' = 'find'): Promise<Found> {
    return this.evaluate(`(${locate})(${JSON.stringify(query)}, ${JSON.stringify(purpose)})`)
  }

  /** Waits for a target that is ready, and in the same place in two looks: what still moves is missed by a press. */
  private async ready(
    role: string,
    name: TextMatch,
    within?: TextMatch,
    purpose: 'find' | 'select' = 'find',
  ): Promise<Ready> {
    const query: Query = { role, name: wire(name), ...(within === undefined ? {} : { within: wire(within) }) }
    let box: string | undefined
    let last: Found | undefined
    return until(
      async () => {
        last = await this.locate(query, purpose)
        if (last.state !== 'ready') return null
        if (last.box === box) return last
        box = last.box
        return null
      },
      async () =>
        `no ${role} "${name}"${within ? ` within "${within}"` : ''} to act on (${last?.state}); seen: ${JSON.stringify(last && 'seen' in last ? last.seen : [])}; text: ${await this.text().catch(String)}`,
    )
  }
}

function wire(match: TextMatch): Query['name'] {
  return typeof match === 'string' ? { text: match } : { source: match.source, flags: match.flags }
}

function escapePattern(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
}
