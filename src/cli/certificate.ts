/** Certificates: all figures of a check beside the mesh that they are of, which its hash tells (docs/check.md). */
import path from 'node:path';
import { type Certificate, certificateBytes, certificateOf, type CertifiedFile } from '../batch/certificate.ts';
import { hashedSink } from '../batch/hashed-sink.ts';
import { certificatePath } from '../batch/output-names.ts';
import { writeWithBeside } from '../batch/write-beside.ts';
import {
  checkMesh,
  type FileFrame,
  inFrame,
  isOwnFrame,
  type MeshCheck,
  type MeshFormat,
  type MeshWriteSummary,
  OWN_FRAME,
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

/** Room that a certificate takes at most: a few lists of ten. */
const CERTIFICATE_BYTES = 1 << 14;

/** @throws ReconstructError where no certificate may be written under that name */
export async function checkCertificate(filePath: string, inputs: readonly string[], force = false): Promise<void> {
  checkBeside(inputs, filePath, force);
  await tryToWrite(filePath, CERTIFICATE_BYTES);
}

export async function writeCertificate(filePath: string, certificate: Certificate, signal: AbortSignal): Promise<void> {
  await writeFileBeside(filePath, (sink) => sink.write(certificateBytes(certificate)), signal);
}

export interface WrittenMesh {
  readonly output: string;
  readonly file: CertifiedFile;
  readonly summary: MeshWriteSummary;
  /**
   * Whether the file has the vertices that a proof is of, where it found them: along the seams of a texture it has
   * several in one place, and in another unit all lie elsewhere.
   */
  readonly hasOwnVertices: boolean;
}

/**
 * Writes a mesh in the place of `output`, in a frame of its own, what lies beside it there too, and tells what a
 * certificate says of the file.
 */
export async function writeMeshFile(
  mesh: TriangleMesh,
  format: MeshFormat,
  output: string,
  context: RunContext,
  frame: FileFrame = OWN_FRAME,
): Promise<WrittenMesh> {
  const hash = nodeHash();
  const summary = await writeWithBeside(
    output.replaceAll(path.sep, '/'),
    (file, body) => writeFileBeside(file, body, context.signal),
    (sink, beside) => writeMesh(inFrame(mesh, frame), format, hashedSink(sink, hash), context, beside),
  );
  return {
    output,
    file: { name: path.basename(output), bytes: summary.bytes, sha256: hash.digest() },
    summary,
    hasOwnVertices: !mesh.texture && isOwnFrame(frame),
  };
}

/**
 * Puts the certificate of a mesh beside it. What it states is true of the file: where that does not hold every
 * coordinate to its last bit (STL has no shift, OBJ decimal digits), it is read again.
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
  await writeCertificate(certificatePath(output), certificateOf(file, check, VERSION), context.signal);
}

/** Float32 in their bits, and the shift in float64. */
const EXACT_FORMATS: readonly MeshFormat[] = ['ply', 'glb'];
