/**
 * What a page may do: run and load what kotd itself serves, and talk to kotd. `connect-src 'self'` is the
 * socket as well. Scripts get their address, and pages their markup, only through the one policy that
 * web/frame/offline.ts makes.
 */
const POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data:",
  "font-src 'self'",
  "connect-src 'self'",
  "manifest-src 'self'",
  "worker-src 'self'",
  "base-uri 'none'",
  "form-action 'self'",
  "frame-ancestors 'none'",
  "require-trusted-types-for 'script'",
  'trusted-types kotd',
].join('; ');

/** Of every file of the pages (domain.md §2), instead of those of answers that are data. */
export const PAGE_SECURITY: readonly (readonly [name: string, value: string])[] = [
  ['X-Content-Type-Options', 'nosniff'],
  ['X-Frame-Options', 'DENY'],
  ['Referrer-Policy', 'strict-origin-when-cross-origin'],
  ['Cross-Origin-Opener-Policy', 'same-origin'],
  ['Permissions-Policy', 'camera=(), geolocation=(), microphone=()'],
  ['Content-Security-Policy', POLICY],
];

/** A year, which is for ever: another content has another name. */
export const FOR_EVER = 'public, max-age=31536000, immutable';
/** Kept, and asked about at each use: a new build is on every screen at its next opening. */
export const ASK_FIRST = 'no-cache';
