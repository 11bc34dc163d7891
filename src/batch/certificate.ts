/** Certificates: all figures of a check beside the mesh that they are of, which its hash tells (docs/check.md). */
import type { MeshCheck } from '../engine/vocabulary.ts';

/** The form of a certificate; a number greater than this means fields that readers of this one do not know. */
const CERTIFICATE_VERSION = 1;

/** No date, no path: the same mesh and options give the same bytes. */
export interface Certificate {
  readonly certificate: typeof CERTIFICATE_VERSION;
  /** The program and its version. */
  readonly program: string;
  readonly mesh: CertifiedFile;
  readonly check: MeshCheck;
}

export interface CertifiedFile {
  /** The file's name without its folder. */
  readonly name: string;
  readonly bytes: number;
  /** Of the file's bytes, in hexadecimal digits. */
  readonly sha256: string;
}

/** @param version of the program; '' where a page does not know it */
export function certificateOf(mesh: CertifiedFile, check: MeshCheck, version: string): Certificate {
  return { certificate: CERTIFICATE_VERSION, program: `GridPull ${version}`.trimEnd(), mesh, check };
}

export function certificateBytes(certificate: Certificate): Uint8Array<ArrayBuffer> {
  return new TextEncoder().encode(`${JSON.stringify(certificate, null, 2)}\n`);
}
