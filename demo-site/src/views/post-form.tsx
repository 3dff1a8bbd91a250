/** @jsxRuntime automatic @jsxImportSource hono/jsx */
import type { Child, JSX } from 'hono/jsx'
import { ownerField } from '../http/form-owner.ts'
import type { Page } from '../http/page.ts'

type PostFormProps = Omit<JSX.IntrinsicElements['form'], 'method' | 'children'> & {
  page: Page
  action: string
  children?: Child
}

/**
 * A form that changes something; every such form is one of these. In a session it says whose it is: by the time that it is
 * sent, somebody else may have signed in from another tab (`routes/other-tab.tsx`).
 */
export function PostForm({ page, children, ...attributes }: PostFormProps) {
  return (
    <form method="post" {...attributes}>
      {page.formOwner !== null && <input type="hidden" name={ownerField} value={page.formOwner} />}
      {children}
    </form>
  )
}
