/** @jsxRuntime automatic @jsxImportSource hono/jsx */

/**
 * Names the account that the page is about, in a form whose progress is in a cookie: by the time that it is sent, another
 * tab may have opened the page of somebody else.
 */
export function AccountField({ address }: { address: string }) {
  return <input type="hidden" name="account" value={address} />
}

/** The same in a sign-in that leads to a new factor, with where it goes on to. */
export function EntryFields({ next, address }: { next: string; address: string }) {
  return (
    <>
      <input type="hidden" name="next" value={next} />
      <AccountField address={address} />
    </>
  )
}
