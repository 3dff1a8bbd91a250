/** @jsxRuntime automatic @jsxImportSource hono/jsx */
import type { Page } from '../http/page.ts'

/** *Trust this computer*: never ticked but by the person, for it gives something away. */
export function TrustBox({ page, checked }: { page: Page; checked: boolean }) {
  const { trust, trustHint } = page.text.security
  return (
    <div class="field">
      <label class="check">
        <input type="checkbox" name="trust" value="yes" checked={checked} aria-describedby="trust-hint" />
        <span>{trust}</span>
      </label>
      <p class="hint" id="trust-hint">
        {trustHint}
      </p>
    </div>
  )
}
