/** Files that are no clouds to us: they are refused for their kind, and what is read is named. */
import type { Refused } from './format-case.ts';

const UNKNOWN = /unknown kind of file.*\.ply.*\.xyz, \.txt, \.asc/;

export const FOREIGN_CASES: readonly Refused[] = [
  {
    name: 'noise.foo',
    make: () => Uint8Array.from({ length: 5000 }, (_, i) => (i * i + 3 * (i >> 3) + 201) % 251),
    refusal: { code: 'cloud-format', message: UNKNOWN },
  },
];
