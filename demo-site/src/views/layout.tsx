/** @jsxRuntime automatic @jsxImportSource hono/jsx */
import type { Child } from 'hono/jsx'
import { canReadNotes, isClinicAdmin } from '../data/people.ts'
import { clinicPath } from '../http/clinic-path.ts'
import type { Page } from '../http/page.ts'
import { localeNames, locales } from '../text/catalogue.ts'
import { ClinicSwitcher } from './clinic-switcher.tsx'
import { Mark } from './mark.tsx'
import { Notice } from './notice.tsx'
import { PostForm } from './post-form.tsx'
import { RecoveryBanner } from './recovery-banner.tsx'

interface LayoutProps {
  page: Page
  /** The page's heading and the first half of the window's title. */
  title: string
  /** Settings and the like are as wide as a line of text; a sign-in is narrower, a table wider. */
  width?: 'reading' | 'narrow' | 'wide'
  children?: Child
}

/** The frame of every page: head, top bar, heading, footer. */
export function Layout({ page, title, width = 'reading', children }: LayoutProps) {
  const { text, locale } = page
  return (
    <html lang={locale}>
      <head>
        <meta charset="utf-8" />
        <title>{`${title.replaceAll('\u00ad', '')} · ${page.siteName}`}</title>
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <link rel="icon" href="/assets/mark.svg" type="image/svg+xml" />
        <link rel="stylesheet" href="/assets/styles.css" />
        <script
          src="/assets/enhance.js"
          defer
          data-sending={text.site.sending}
          data-stop={text.site.stopWaiting}
        ></script>
      </head>
      <body>
        <a class="skip" href="#content">
          {text.site.skipToContent}
        </a>
        <TopBar page={page} />
        <RecoveryBanner page={page} />
        <main id="content" class={width} tabindex={-1}>
          <h1>{title}</h1>
          {page.isUnsent && <Notice kind="info">{text.site.notSent}</Notice>}
          {children}
        </main>
        <Footer page={page} />
      </body>
    </html>
  )
}

function TopBar({ page }: { page: Page }) {
  const { text, person, clinic } = page
  return (
    <header class="top">
      <div class="top-inner">
        <a class="brand" href="/">
          <Mark />
          <span>{page.siteName}</span>
        </a>
        {person && (
          <>
            <ClinicSwitcher page={page} />
            <div class="ways">
              <nav aria-label={text.site.mainNavigation}>
                <NavLink page={page} href="/" label={text.site.home} />
                {clinic && canReadNotes(clinic) && (
                  <NavLink page={page} href="/notes" label={text.site.notes} />
                )}
                {clinic && isClinicAdmin(clinic) && (
                  <NavLink page={page} href={clinicPath(clinic)} label={text.admin.nav} />
                )}
                {page.openReviews !== null && (
                  <NavLink page={page} href="/reviews" label={text.reviews.nav(page.openReviews)} />
                )}
                <NavLink page={page} href="/settings" label={text.site.settings} />
              </nav>
              <PostForm page={page} action="/sign-out" class="sign-out">
                <button type="submit" class="plain bar-item">
                  {text.site.signOut}
                </button>
              </PostForm>
            </div>
          </>
        )}
      </div>
    </header>
  )
}

function NavLink({ page, href, label }: { page: Page; href: string; label: string }) {
  const path = page.path.split('?')[0] ?? ''
  const here = path === href || (href !== '/' && path.startsWith(`${href}/`))
  return (
    <a class="bar-item" href={href} aria-current={here ? 'page' : undefined}>
      {label}
    </a>
  )
}

function Footer({ page }: { page: Page }) {
  const { text } = page
  return (
    <footer class="bottom">
      <PostForm page={page} action="/language" aria-label={text.site.languageHeading}>
        <input type="hidden" name="next" value={page.path} />
        {page.typed !== null && <input type="hidden" name="typed" value={page.typed} />}
        {locales.map((locale) => (
          <button
            type="submit"
            class="plain bar-item"
            name="locale"
            value={locale}
            lang={locale}
            aria-pressed={locale === page.locale ? 'true' : 'false'}
          >
            {localeNames[locale]}
          </button>
        ))}
      </PostForm>
      {page.regionHost !== null && <span class="bar-item">{`${page.siteName}, ${page.regionHost}`}</span>}
      {page.mailbox && (
        <a class="bar-item" href="/mailbox">
          {text.site.mailbox}
        </a>
      )}
    </footer>
  )
}
