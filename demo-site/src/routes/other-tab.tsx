/** @jsxRuntime automatic @jsxImportSource hono/jsx */
import type { Context } from 'hono'
import { render } from '../http/render.ts'
import type { SiteEnv } from '../http/site.ts'
import { LinkPage } from '../views/link-page.tsx'

/** What an older tab was opened by, and so how it can be gone on with. */
export type OpenedBy = 'password' | 'mailed_link'

/**
 * For a form that names another account than the one that the cookie leads to: nothing is done to either.
 *
 * @param address of the account that was opened last in this browser
 * @param goOn its page
 */
export function renderOtherAccount(
  c: Context<SiteEnv>,
  { address, goOn, openedBy }: { address: string; goOn: string; openedBy: OpenedBy },
): Promise<Response> {
  const { page } = c.var
  const { otherTab: text, deadLink, signIn } = page.text
  const newest = { href: goOn, label: text.goOn(address), button: true }
  const first =
    openedBy === 'password'
      ? { href: '/sign-in', label: signIn.title }
      : { href: '/forgotten-password', label: deadLink.askAgain }
  const how = openedBy === 'password' ? text.signInAgain : text.openAgain
  return render(
    c,
    <LinkPage
      page={page}
      title={text.title}
      sentences={[text.account(address), how]}
      // Who is signed in would be led past the sign-in page.
      links={page.person ? [newest] : [newest, first]}
    />,
    409,
  )
}

/** For the Cancel of an older tab: the newer sign-in of this browser goes on. */
export function renderOtherSignIn(
  c: Context<SiteEnv>,
  { address, goOn }: { address: string; goOn: string },
): Promise<Response> {
  const { page } = c.var
  const { otherTab: text } = page.text
  return render(
    c,
    <LinkPage
      page={page}
      title={text.title}
      sentences={[text.newerSignIn(address)]}
      links={[{ href: goOn, label: text.goOn(address), button: true }]}
    />,
    409,
  )
}
