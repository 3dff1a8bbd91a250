/** @jsxRuntime automatic @jsxImportSource hono/jsx */
import type { TrustedDevice } from 'countersign'
import type { Page } from '../http/page.ts'
import { twoFactorSettings } from '../http/settings-path.ts'
import { nameComputer } from './computer-name.ts'
import { Layout } from './layout.tsx'
import { ListTable } from './list-table.tsx'
import { Notice } from './notice.tsx'
import { PostForm } from './post-form.tsx'

interface TrustedComputersPageProps {
  page: Page
  computers: TrustedDevice[]
  /** False where a policy wants a code at every sign-in. What was trusted before is then asked too, and only sleeps. */
  isAllowed: boolean
  notice: string | null
}

export function TrustedComputersPage({ page, computers, isAllowed, notice }: TrustedComputersPageProps) {
  const text = page.text.security
  const path = `${twoFactorSettings}/computers`
  const named = computers.map((computer) => ({ ...computer, name: nameComputer(page.text, computer.label) }))
  return (
    <Layout page={page} title={text.computersTitle}>
      {notice && <Notice kind="ok">{notice}</Notice>}
      {computers.length === 0 ? (
        <p>{isAllowed ? text.computersEmpty : text.computersForbidden}</p>
      ) : (
        <>
          <p>{isAllowed ? text.computersLead : text.computersDormant}</p>
          <ListTable
            caption={text.computersTitle}
            columns={[text.computerName, text.computerLastUsed, text.computerUntil]}
            actions={text.computerAction}
          >
            {named.map(({ id, name, address, lastUsedAt, expiresAt }) => (
              <tr>
                <td>
                  <strong>{name}</strong>
                  {address && <div class="soft">{`${text.computerAddress} ${address}`}</div>}
                </td>
                <td data-label={text.computerLastUsed}>{page.format.moment(lastUsedAt)}</td>
                <td data-label={text.computerUntil}>{page.format.date(expiresAt)}</td>
                <td>
                  <PostForm page={page} action={`${path}/${id}/revoke`}>
                    <button type="submit" class="plain link" aria-label={text.revokeNamed(name)}>
                      {text.revoke}
                    </button>
                  </PostForm>
                </td>
              </tr>
            ))}
          </ListTable>
          {computers.length > 1 && (
            <PostForm page={page} action={`${path}/revoke-all`} class="after-form">
              <button type="submit">{text.revokeAll}</button>
            </PostForm>
          )}
        </>
      )}
      <div class="actions">
        <a href={twoFactorSettings}>{text.back}</a>
      </div>
    </Layout>
  )
}
