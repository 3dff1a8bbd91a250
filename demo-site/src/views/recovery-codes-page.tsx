/** @jsxRuntime automatic @jsxImportSource hono/jsx */
import type { CodeHandover } from '../data/code-handovers.ts'
import type { Page } from '../http/page.ts'
import { Layout } from './layout.tsx'
import { Notice } from './notice.tsx'

interface RecoveryCodesPageProps {
  page: Page
  address: string
  handover: CodeHandover
  /** True when *Done* was pressed without the box. */
  notTicked: boolean
}

/** Step 3: the only time that the codes are shown. Prints on one sheet. */
export function RecoveryCodesPage({ page, address, handover, notTicked }: RecoveryCodesPageProps) {
  const text = page.text.codes
  return (
    <Layout page={page} title={text.title}>
      <p class="lead no-print">{page.text.setUp.step(3)}</p>
      {!notTicked && (
        <div class="no-print">
          <Notice kind="ok">{text.turnedOn}</Notice>
        </div>
      )}
      <p class="no-print">{text.lead}</p>
      <div class="print-only">
        <p>{text.fileHeading(address)}</p>
        <p>{text.fileAbout}</p>
        <p>{text.fileMade(page.format.moment(handover.madeAt))}</p>
      </div>
      <ul class="recovery-codes" aria-label={text.listLabel}>
        {handover.codes.map((code) => (
          <li>
            <code>{code}</code>
          </li>
        ))}
      </ul>
      <div class="actions no-print">
        <a class="button" href="/settings/two-factor/recovery-codes/download" download={text.fileName}>
          {text.download}
        </a>
        <button type="button" hidden data-print>
          {text.print}
        </button>
      </div>
      <p class="soft no-print" data-without-script>
        {text.printByBrowser}
      </p>
      <p class="soft no-print">{text.availableUntil(page.format.until(handover.expiresAt, page.now))}</p>
      <form method="post" action="/settings/two-factor/recovery-codes" class="stack no-print" novalidate>
        {notTicked && (
          <p class="error" id="saved-error" role="alert">
            {text.notTicked}
          </p>
        )}
        <label class="check">
          <input
            type="checkbox"
            name="saved"
            value="yes"
            autofocus={notTicked}
            aria-invalid={notTicked ? 'true' : undefined}
            aria-describedby={notTicked ? 'saved-error' : undefined}
          />
          <span>{text.saved}</span>
        </label>
        <button type="submit" class="primary">
          {text.done}
        </button>
      </form>
    </Layout>
  )
}
