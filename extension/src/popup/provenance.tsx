import { Host } from '../ui/names.tsx'
import { Sentence } from '../ui/sentence.tsx'
import { say } from '../ui/words.ts'
import { useApp } from './app-context.ts'

export interface ProvenanceProps {
  source: 'page' | 'typed'
  bound: boolean
  onChange: (bound: boolean) => void
}

/** Says which site an account comes from, or asks where a typed key may be filled. */
export function Provenance({ source, bound, onChange }: ProvenanceProps) {
  const { page } = useApp()
  if (page.status === 'restricted') return null
  const host = <Host key="host" host={page.host} />
  return (
    <>
      {source === 'page' ? (
        <p>
          <Sentence id="comesFrom" values={[host]} />
        </p>
      ) : (
        <label class="check">
          <input type="checkbox" checked={bound} onInput={(event) => onChange(event.currentTarget.checked)} />
          <span>
            <Sentence id="fillOn" values={[host]} />
          </span>
        </label>
      )}
      {page.status === 'insecure' && <p class="caution">{say('cameInsecurely')}</p>}
    </>
  )
}
