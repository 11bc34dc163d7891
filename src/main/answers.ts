/** What every answer to the page carries, and answers that refuse. */

/** Styles may be inline for Lit and the charts; scripts may not, not even WebAssembly. */
const CONTENT_SECURITY_POLICY = [
  "default-src 'self'",
  "script-src 'self'",
  "worker-src 'self' blob:",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data: blob:",
  "connect-src 'self' data: blob:",
  "object-src 'none'",
  "frame-src 'none'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

export const SECURITY_HEADERS = {
  // Shared memory (the kd-tree's workers) exists only in a cross-origin isolated page.
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Embedder-Policy': 'require-corp',
  'Cross-Origin-Resource-Policy': 'same-origin',
  'X-Content-Type-Options': 'nosniff',
  'Referrer-Policy': 'no-referrer',
  'Content-Security-Policy': CONTENT_SECURITY_POLICY,
} as const;

/** Headers of what the person granted, which may change at any time. */
export const GRANT_HEADERS = { ...SECURITY_HEADERS, 'Cache-Control': 'no-store' };

export function refuse(status: number, sentence: string): Response {
  return new Response(sentence, { status, headers: { ...GRANT_HEADERS, 'Content-Type': 'text/plain; charset=utf-8' } });
}
