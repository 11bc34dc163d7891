/** `gridpull check MESH`: whether a mesh is ready to print, and what is wrong where it is not (docs/check.md). */
import { createHash } from 'node:crypto';
import path from 'node:path';
import {
  checkMesh,
  type MeshCheck,
  readMesh,
  readTrustReport,
  type RunContext,
  type Triple,
} from '../../engine/index.ts';
import { certificateOf } from '../../batch/certificate.ts';
import { checkCertificate, writeCertificate } from '../certificate.ts';
import { checkText } from '../check-text.ts';
import { EXIT, Incomplete } from '../exit-codes.ts';
import { readWhole } from '../node-files.ts';
import { withTaskThreads } from '../task-threads.ts';
import { trustLine } from '../trust-text.ts';
import { VERSION } from '../version.ts';

export interface CheckArguments {
  readonly thickness?: number;
  readonly buildVolume?: Triple;
  readonly certificate?: string;
  readonly force?: boolean;
  readonly json?: boolean;
}

/** Gives the text to print. @throws Incomplete where the mesh is not ready: it was checked all the same */
export async function check(meshPath: string, args: CheckArguments, context: RunContext): Promise<string> {
  const { certificate: certificatePath } = args;
  if (certificatePath !== undefined) await checkCertificate(certificatePath, [meshPath], args.force);
  const bytes = await readWhole(meshPath);
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  const file = { name: path.basename(meshPath), bytes: bytes.length, sha256 };
  const certificate = certificateOf(file, await checkOnThreads(bytes, meshPath, args, context), VERSION);
  if (certificatePath !== undefined) await writeCertificate(certificatePath, certificate, context.signal);
  const trust = await readTrustReport(bytes, meshPath, context);
  const text = args.json
    ? `${JSON.stringify({ ...certificate, ...(trust && { trust }) })}\n`
    : `${checkText(meshPath, certificate.check)}${trust ? `${trustLine(trust)}\n` : ''}`;
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
