import type { MiddlewareHandler } from 'hono'
import { secureHeaders } from 'hono/secure-headers'
import type { Config } from '../config.ts'
import type { SiteEnv } from './site.ts'

/**
 * Nothing runs, loads or frames but what the site itself serves. `data:` is for the picture of the QR code, which then
 * needs no address of its own.
 */
export function securityHeaders(config: Config): MiddlewareHandler {
  return secureHeaders({
    contentSecurityPolicy: {
      defaultSrc: ["'none'"],
      scriptSrc: ["'self'"],
      styleSrc: ["'self'"],
      imgSrc: ["'self'", 'data:'],
      formAction: ["'self'"],
      frameAncestors: ["'none'"],
      baseUri: ["'none'"],
      objectSrc: ["'none'"],
    },
    xFrameOptions: 'DENY',
    // Chromium and Firefox send `Origin: null` with forms under `no-referrer`, which the origin check needs.
    referrerPolicy: 'same-origin',
    crossOriginOpenerPolicy: 'same-origin',
    crossOriginResourcePolicy: 'same-origin',
    permissionsPolicy: { camera: [], microphone: [], geolocation: [] },
    strictTransportSecurity: config.baseUrl.startsWith('https:') && 'max-age=31536000; includeSubDomains',
  })
}

/** Personal pages are kept by nobody: no cache, no back button after signing out (ASVS 5.0 14.3.2). */
export function neverStore(): MiddlewareHandler<SiteEnv> {
  return async (c, next) => {
    await next()
    if (!c.res.headers.has('Cache-Control')) c.header('Cache-Control', 'no-store')
  }
}
