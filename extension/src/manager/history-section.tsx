import { SectionPage } from './section-page.tsx'
import { Snapshots } from './snapshots.tsx'
import { Trash } from './trash.tsx'

/** What was removed, and how the vault was before. */
export function HistorySection() {
  return (
    <SectionPage section="history">
      <Trash />
      <Snapshots />
    </SectionPage>
  )
}
