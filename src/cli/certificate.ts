/** Certificates: all figures of a check beside the mesh that they are of, which its hash tells (docs/check.md). */
import path from 'node:path';
import { hashedSink } from '../batch/hashed-sink.ts';
import { writeWithBeside } from '../batch/write-beside.ts';
import {
  checkMesh,
  type MeshCheck,
  type MeshFormat,
  type MeshWriteSummary,
  readMesh,
  type RunContext,
  type TaskHost,
  type TriangleMesh,
  writeMesh,
} from '../engine/index.ts';
import { checkBeside } from './check-output.ts';
import { tryToWrite } from './new-folder.ts';
import { readWhole, writeFileBeside } from './node-files.ts';
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
  checkBeside(inputs, filePath, force);
  await tryToWrite(filePath, CERTIFICATE_BYTES);
}

export async function writeCertificate(filePath: string, certificate: Certificate, signal: AbortSignal): Promise<void> {
  const text = `${JSON.stringify(certificate, null, 2)}\n`;
  await writeFileBeside(filePath, (sink) => sink.write(new TextEncoder().encode(text)), signal);
}

export interface WrittenMesh {
  readonly output: string;
  readonly file: CertifiedFile;
  readonly summary: MeshWriteSummary;
  /** Whether the file has the mesh's own vertices: along the seams of a texture it has several in one place. */
  readonly hasOwnVertices: boolean;
}

/** Writes a mesh in the place of `output`, what lies beside it there too, and tells what a certificate says of the file. */
export async function writeMeshFile(
  mesh: TriangleMesh,
  format: MeshFormat,
  output: string,
  context: RunContext,
): Promise<WrittenMesh> {
  const hash = nodeHash();
  const summary = await writeWithBeside(
    output.replaceAll(path.sep, '/'),
    (file, body) => writeFileBeside(file, body, context.signal),
    (sink, beside) => writeMesh(mesh, format, hashedSink(sink, hash), context, beside),
  );
  return {
    output,
    file: { name: path.basename(output), bytes: summary.bytes, sha256: hash.digest() },
    summary,
    hasOwnVertices: !mesh.texture,
  };
}

/**
 * Puts the certificate of a mesh beside it. What it states is true of the file: where that does not hold every coordinate
 * to its last bit (STL has no shift, OBJ decimal digits), it is read again.
 * @param proof of the mesh that was written
 */
export async function certify(
  { output, file, summary, hasOwnVertices }: WrittenMesh,
  proof: MeshCheck,
  host: TaskHost,
  context: RunContext,
): Promise<void> {
  const check =
    hasOwnVertices && EXACT_FORMATS.includes(summary.format)
      ? proof
      : await checkMesh(await readMesh(await readWhole(output), output, context), {}, host, context);
  await writeCertificate(certificatePath(output), certificateOf(file, check), context.signal);
}

/** Float32 in their bits, and the shift in float64. */
const EXACT_FORMATS: readonly MeshFormat[] = ['ply', 'glb'];
