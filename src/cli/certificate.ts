/** Certificates: all figures of a check beside the mesh that they are of, which its hash tells (docs/check.md). */
import path from 'node:path';
import { hashedSink } from '../batch/hashed-sink.ts';
import {
  hasShift,
  type MeshCheck,
  type MeshFormat,
  type MeshWriteSummary,
  notKept,
  proveMesh,
  type RunContext,
  type TaskHost,
  type TriangleMesh,
  writeMesh,
} from '../engine/index.ts';
import { checkOutput, checkReplaced } from './check-output.ts';
import { tryToWrite } from './new-folder.ts';
import { writeFileBeside } from './node-files.ts';
import { nodeHash } from './node-folders.ts';
import { VERSION } from './version.ts';

/** The form of a certificate; a number greater than this means fields that readers of this one do not know. */
const CERTIFICATE_VERSION = 1;
/** Room that a certificate takes at most: a few lists of ten. */
const CERTIFICATE_BYTES = 1 << 14;

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

export function certificateOf(mesh: CertifiedFile, check: MeshCheck): Certificate {
  return { certificate: CERTIFICATE_VERSION, program: `GridPull ${VERSION}`, mesh, check };
}

/** Where `--certify` puts the certificate of a mesh. */
export function certificatePath(output: string): string {
  return `${output}.certificate.json`;
}

/** @throws ReconstructError where no certificate may be written under that name */
export async function checkCertificate(filePath: string, inputs: readonly string[], force = false): Promise<void> {
  checkOutput(inputs, filePath);
  if (!force) checkReplaced(filePath);
  await tryToWrite(filePath, CERTIFICATE_BYTES);
}

export async function writeCertificate(filePath: string, certificate: Certificate, signal: AbortSignal): Promise<void> {
  const text = `${JSON.stringify(certificate, null, 2)}\n`;
  await writeFileBeside(filePath, (sink) => sink.write(new TextEncoder().encode(text)), signal);
}

/**
 * What `gridpull check` will state of the file of a mesh, to its last digit.
 * @param proof of the mesh in world coordinates, where there is one already
 */
export async function proveAs(
  format: MeshFormat,
  mesh: TriangleMesh,
  { host, context, proof }: { readonly host: TaskHost; readonly context: RunContext; readonly proof?: MeshCheck },
): Promise<MeshCheck> {
  const losses = notKept(format);
  const isNearZero = losses.includes('shift') && hasShift(mesh);
  const stated =
    proof && !isNearZero ? proof : await proveMesh(isNearZero ? { ...mesh, shift: [0, 0, 0] } : mesh, host, context);
  // Every triangle has corners of its own there, and those in one place are taken for one.
  return losses.includes('sharedVertices')
    ? { ...stated, mergedVertices: 3 * stated.triangles - stated.vertices }
    : stated;
}

export interface WrittenMesh {
  readonly file: CertifiedFile;
  readonly summary: MeshWriteSummary;
}

/** Writes a mesh in the place of `output`, and tells what a certificate says of the file. */
export async function writeMeshFile(
  mesh: TriangleMesh,
  format: MeshFormat,
  output: string,
  context: RunContext,
): Promise<WrittenMesh> {
  const hash = nodeHash();
  const summary = await writeFileBeside(
    output,
    (sink) => writeMesh(mesh, format, hashedSink(sink, hash), context),
    context.signal,
  );
  return { file: { name: path.basename(output), bytes: summary.bytes, sha256: hash.digest() }, summary };
}
