/** What every answer to the page carries, and answers that refuse. */

/** Styles may be inline for Lit and the charts; scripts may not, and WebAssembly only where `scripts` says so. */
const contentSecurityPolicy = (scripts: string): string =>
  [
    "default-src 'self'",
    scripts,
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

const CONTENT_SECURITY_POLICY = contentSecurityPolicy("script-src 'self'");

export const SECURITY_HEADERS = {
  // Shared memory (the kd-tree's workers) exists only in a cross-origin isolated page.
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Embedder-Policy': 'require-corp',
  'Cross-Origin-Resource-Policy': 'same-origin',
  'X-Content-Type-Options': 'nosniff',
  'Referrer-Policy': 'no-referrer',
  'Content-Security-Policy': CONTENT_SECURITY_POLICY,
} as const;

/**
 * Headers of the scripts of workers, which alone may run WebAssembly: what packs meshes. It is no
 * permission to make scripts of text. A worker goes by the policy of its own script, not by the page's, and has no
 * document, so that what it runs reaches nothing but its messages and our own origin.
 */
export const WORKER_HEADERS = {
  ...SECURITY_HEADERS,
  'Content-Security-Policy': contentSecurityPolicy("script-src 'self' 'wasm-unsafe-eval'"),
} as const;

/** Headers of what the person granted, which may change at any time. */
export const GRANT_HEADERS = { ...SECURITY_HEADERS, 'Cache-Control': 'no-store' };

export function refuse(status: number, sentence: string): Response {
  return new Response(sentence, { status, headers: { ...GRANT_HEADERS, 'Content-Type': 'text/plain; charset=utf-8' } });
}
