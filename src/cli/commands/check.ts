/** `gridpull check MESH`: whether a mesh is ready to print, and what is wrong where it is not (docs/check.md). */
import { createHash } from 'node:crypto';
import path from 'node:path';
import { checkMesh, type MeshCheck, readMesh, type RunContext, type Triple } from '../../engine/index.ts';
import { checkOutput, checkReplaced } from '../check-output.ts';
import { checkText } from '../check-text.ts';
import { EXIT, Incomplete } from '../exit-codes.ts';
import { tryToWrite } from '../new-folder.ts';
import { readWhole, writeFileBeside } from '../node-files.ts';
import { withTaskThreads } from '../task-threads.ts';
import { VERSION } from '../version.ts';

export interface CheckArguments {
  readonly thickness?: number;
  readonly buildVolume?: Triple;
  readonly certificate?: string;
  readonly force?: boolean;
  readonly json?: boolean;
}

/** The form of a certificate; a number greater than this means fields that readers of this one do not know. */
const CERTIFICATE_VERSION = 1;
/** Room that a certificate takes at most: a few lists of ten. */
const CERTIFICATE_BYTES = 1 << 14;

/** No date, no path: the same mesh and options give the same bytes. */
export interface Certificate {
  readonly certificate: typeof CERTIFICATE_VERSION;
  /** The program and its version. */
  readonly program: string;
  readonly mesh: {
    /** The file's name without its folder. */
    readonly name: string;
    readonly bytes: number;
    /** Of the file's bytes, in hexadecimal digits. */
    readonly sha256: string;
  };
  readonly check: MeshCheck;
}

/** Gives the text to print. @throws Incomplete where the mesh is not ready: it was checked all the same */
export async function check(meshPath: string, args: CheckArguments, context: RunContext): Promise<string> {
  const { certificate: certificatePath } = args;
  if (certificatePath !== undefined) {
    checkOutput([meshPath], certificatePath);
    if (!args.force) checkReplaced(certificatePath);
    await tryToWrite(certificatePath, CERTIFICATE_BYTES);
  }
  const bytes = await readWhole(meshPath);
  const certificate: Certificate = {
    certificate: CERTIFICATE_VERSION,
    program: `GridPull ${VERSION}`,
    mesh: {
      name: path.basename(meshPath),
      bytes: bytes.length,
      sha256: createHash('sha256').update(bytes).digest('hex'),
    },
    check: await checkOnThreads(bytes, meshPath, args, context),
  };
  if (certificatePath !== undefined) await writeCertificate(certificatePath, certificate, context.signal);
  const text = args.json ? `${JSON.stringify(certificate)}\n` : checkText(meshPath, certificate.check);
  if (certificate.check.isReadyToPrint) return text;
  throw new Incomplete(
    EXIT.notReady,
    `${meshPath} is not ready to print: ${certificate.check.faults.join(', ')}`,
    text,
  );
}

async function checkOnThreads(
  bytes: Uint8Array,
  meshPath: string,
  { thickness, buildVolume }: CheckArguments,
  context: RunContext,
): Promise<MeshCheck> {
  const mesh = await readMesh(bytes, meshPath, context);
  const options = { ...(thickness !== undefined && { thinnerThan: thickness }), ...(buildVolume && { buildVolume }) };
  return withTaskThreads((host) => checkMesh(mesh, options, host, context));
}

async function writeCertificate(filePath: string, certificate: Certificate, signal: AbortSignal): Promise<void> {
  const text = `${JSON.stringify(certificate, null, 2)}\n`;
  await writeFileBeside(filePath, (sink) => sink.write(new TextEncoder().encode(text)), signal);
}
