/** @jsxRuntime automatic @jsxImportSource hono/jsx */
import type { Context, MiddlewareHandler } from 'hono'
import { matchedRoutes } from 'hono/route'
import { signedIn } from '../auth/signed-in.ts'
import { keepUnsentForm } from '../auth/unsent-form.ts'
import { readForm } from '../http/form.ts'
import { ownerField } from '../http/form-owner.ts'
import { stayAt } from '../http/page.ts'
import { render } from '../http/render.ts'
import type { Site, SiteEnv } from '../http/site.ts'
import { LinkPage } from '../views/link-page.tsx'
import { PostForm } from '../views/post-form.tsx'

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
  stayAt(c, goOn)
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

/**
 * Lets no form of one person's session act on the account of another who has signed in from this browser since, and no
 * form that does not say whose it is. Nothing is done, and what was typed waits for whose it is.
 */
export function refuseOtherForms(site: Site): MiddlewareHandler<SiteEnv> {
  return async (c, next) => {
    if (c.req.method !== 'POST' || !matchedRoutes(c).some(({ method }) => method === 'POST')) return next()
    const form = await readForm(c, ownerField)
    return form[ownerField] === c.var.page.formOwner ? next() : renderOtherSession(c, site)
  }
}

/** For the form of a session, when another person's has taken its place in this browser. */
export async function renderOtherSession(c: Context<SiteEnv>, site: Site): Promise<Response> {
  const { page } = c.var
  const { otherTab: text } = page.text
  const { address } = signedIn(c).person
  const isKept = await keepUnsentForm(c, site)
  return render(
    c,
    <LinkPage
      page={page}
      title={text.title}
      sentences={[text.account(address), isKept ? text.changePersonKept : text.changePerson]}
      links={[{ href: '/', label: text.goOn(address), button: true }]}
    >
      <PostForm page={page} action="/sign-out">
        <input type="hidden" name="next" value={page.path} />
        <button type="submit">{text.signOutAndBack}</button>
      </PostForm>
    </LinkPage>,
    409,
  )
}

/** For the Cancel of an older tab: the newer sign-in of this browser goes on. */
export function renderOtherSignIn(
  c: Context<SiteEnv>,
  { address, goOn }: { address: string; goOn: string },
): Promise<Response> {
  stayAt(c, goOn)
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
