/**
 * One piece of work on a mesh file in a process of its own, for finish-run.ts, which passes it as JSON: the operations
 * of finish, and the proof of what comes out. Prints what that took and what was found as JSON.
 */
import { readFileSync } from 'node:fs';
import { writeMeshFile } from '../../src/cli/certificate.ts';
import { fileSource } from '../../src/cli/node-files.ts';
import { withTaskThreads } from '../../src/cli/task-threads.ts';
import type { MeshCheck } from '../../src/engine/finish/check/mesh-check.ts';
import { proveMesh } from '../../src/engine/finish/check/prove-mesh.ts';
import type { FinishReport } from '../../src/engine/finish/finish-report.ts';
import { type FinishOptions, finishSurface } from '../../src/engine/finish/finish-surface.ts';
import { readCloud } from '../../src/engine/formats/read/read-cloud.ts';
import { DEFAULTS } from '../../src/engine/options.ts';
import { readTriangleMesh } from '../../src/engine/read-triangle-mesh.ts';
import { quietContext } from '../run-context.ts';

export interface FinishWork {
  /** A file. */
  readonly mesh: string;
  /** Nothing in it: the proof alone. */
  readonly options: Partial<FinishOptions>;
  /** A file of points, for what goes by them. */
  readonly cloud?: string;
  /** Where the result goes. */
  readonly output?: string;
}

/** Of one step. The first in its process: everything is compiled and every thread started within it. */
export interface Spent {
  readonly wallSeconds: number;
  /** Of all threads. */
  readonly cpuSeconds: number;
}

export interface FinishDone {
  readonly trianglesBefore: number;
  readonly report: FinishReport;
  readonly proof: MeshCheck;
  readonly finishing: Spent;
  readonly proving: Spent;
  /** The most that the process held. */
  readonly peakBytes: number;
}

const KIB = 1024;

async function timed<T>(body: () => Promise<T>): Promise<[T, Spent]> {
  const [startMs, before] = [performance.now(), process.cpuUsage()];
  const result = await body();
  const { user, system } = process.cpuUsage(before);
  return [result, { wallSeconds: (performance.now() - startMs) / 1000, cpuSeconds: (user + system) / 1e6 }];
}

if (import.meta.main) {
  const work = JSON.parse(process.argv[2]!) as FinishWork;
  const mesh = await readTriangleMesh(readFileSync(work.mesh), work.mesh, quietContext);
  const cloud = work.cloud === undefined ? undefined : await readCloud(await fileSource(work.cloud), quietContext);
  const options = { ...DEFAULTS, ...work.options };
  const done = await withTaskThreads(async (host): Promise<FinishDone> => {
    const [finished, finishing] = await timed(() => finishSurface(mesh, options, host, quietContext, cloud));
    const [proof, proving] = await timed(() => proveMesh(finished.mesh, host, quietContext));
    if (work.output !== undefined) {
      await writeMeshFile(finished.mesh, work.output.endsWith('.glb') ? 'glb' : 'ply', work.output, quietContext);
    }
    const peakBytes = KIB * process.resourceUsage().maxRSS;
    return { trianglesBefore: mesh.indices.length / 3, report: finished.report, proof, finishing, proving, peakBytes };
  });
  console.log(JSON.stringify(done));
}
