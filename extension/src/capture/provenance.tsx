import type { PageAddress } from '../core/sites.ts'
import { CheckField } from '../ui/check-field.tsx'
import { Host } from '../ui/names.tsx'
import { Sentence } from '../ui/sentence.tsx'
import { say } from '../ui/words.ts'

export interface ProvenanceProps {
  page: PageAddress
  /** Whether the page itself showed the code; else the person decides. */
  isOfPage: boolean
  bound: boolean
  onChange: (bound: boolean) => void
}

/** Says which site an account comes from, or asks where one that was brought along may be filled. */
export function Provenance({ page, isOfPage, bound, onChange }: ProvenanceProps) {
  if (page.status === 'restricted') return null
  const host = <Host key="host" host={page.host} />
  return (
    <>
      {isOfPage ? (
        <p>
          <Sentence id="comesFrom" values={[host]} />
        </p>
      ) : (
        <CheckField checked={bound} onChange={onChange}>
          <Sentence id="fillOn" values={[host]} />
        </CheckField>
      )}
      {page.status === 'insecure' && <p class="caution">{say('cameInsecurely')}</p>}
    </>
  )
}
