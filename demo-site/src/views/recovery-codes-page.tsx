/** @jsxRuntime automatic @jsxImportSource hono/jsx */
import type { CodeHandover } from '../data/code-handovers.ts'
import type { Page } from '../http/page.ts'
import { twoFactorSettings } from '../http/settings-path.ts'
import { Layout } from './layout.tsx'
import { Notice } from './notice.tsx'
import { PostForm } from './post-form.tsx'

/** Why *Done* did nothing: no tick in the box, or the form of a tab that shows an older list. */
export type DoneFault = 'not_ticked' | 'other_list'

interface RecoveryCodesPageProps {
  page: Page
  address: string
  handover: Pick<CodeHandover, 'listId' | 'codes' | 'madeAt' | 'replaces'>
  /** Until when they can be seen again (ms); null when they are in this answer and nowhere else. */
  until: number | null
  fault: DoneFault | null
}

/** The codes, until they are saved; step 3 of the set-up, when they are the first. Prints on one sheet. */
export function RecoveryCodesPage({ page, address, handover, until, fault }: RecoveryCodesPageProps) {
  const notTicked = fault === 'not_ticked'
  const text = page.text.codes
  return (
    <Layout page={page} title={text.title}>
      {!handover.replaces && <p class="lead no-print">{page.text.setUp.step(3)}</p>}
      {fault === 'other_list' && (
        <div class="no-print">
          <Notice kind="danger" focus>
            {text.otherList}
          </Notice>
        </div>
      )}
      {fault === null && (
        <div class="no-print">
          <Notice kind="ok">{handover.replaces ? text.madeNew : text.turnedOn}</Notice>
        </div>
      )}
      {until === null && (
        <div class="no-print">
          <Notice kind="warn">{text.notKept}</Notice>
        </div>
      )}
      <p class="no-print">{text.lead}</p>
      <div class="print-only">
        <p>{text.fileHeading(page.siteName, address)}</p>
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
        {until !== null && (
          <a class="button" href={`${twoFactorSettings}/recovery-codes/download`} download={text.fileName}>
            {text.download}
          </a>
        )}
        <button type="button" hidden data-print>
          {text.print}
        </button>
      </div>
      <p class="soft no-print" data-without-script>
        {text.printByBrowser}
      </p>
      {until !== null && (
        <p class="soft no-print">{text.availableUntil(page.format.until(until, page.now))}</p>
      )}
      <PostForm page={page} action={`${twoFactorSettings}/recovery-codes`} class="stack no-print" novalidate>
        <input type="hidden" name="list" value={handover.listId} />
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
      </PostForm>
    </Layout>
  )
}
