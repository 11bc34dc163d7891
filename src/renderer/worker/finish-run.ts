/**
 * A finished mesh made fit for what it is for: the engine's finishing operations on a run's mesh as it is trimmed, then
 * the fit and the proof of what came out. The run that it is made of stays as it is, so that undo shows the same bytes.
 */
import {
  finishSurface,
  lostDistance,
  measureFit,
  measureTrimmed,
  proveMesh,
  trimBeyond,
  trustReport,
  trimLengthsOf,
} from '../../engine/index.ts';
import { DEFAULTS, type RunEvent, type WorldMesh } from '../../engine/vocabulary.ts';
import type { DeviceKeeper } from './device-keeper.ts';
import { DeviceWork } from './device-work.ts';
import type { FinishChoice, FinishedRun } from './engine-api.ts';
import { sharedMesh } from './mesh-geometry.ts';
import type { HeldCloud, Sink } from './open-cloud.ts';
import { finishRun, type HeldRun } from './reconstruct-cloud.ts';
import { shareTeller } from './share-teller.ts';

export interface FinishCall {
  readonly id: number;
  readonly from: HeldRun;
  readonly cloud: HeldCloud;
  readonly choice: FinishChoice;
  /** World unit; null for the whole mesh. */
  readonly trim: number | null;
  readonly keeper: DeviceKeeper;
  /** Told how much is done, 0…1. */
  readonly sink: Sink<number>;
  readonly signal: AbortSignal;
}

/** Shares of the whole: the operations until the mesh is there, then its fit; the proof takes the rest. */
const SHARES = { mesh: 0.7, fit: 0.85 };

/** Rejects like `finishSurface`. */
export async function finishHeldRun(
  call: FinishCall,
): Promise<{ readonly held: HeldRun; readonly finished: FinishedRun }> {
  const { id, from, cloud, choice, trim, keeper, signal } = call;
  const quiet = { signal, onEvent: () => undefined };
  const progressed = shareTeller(call.sink, signal);
  const context = (low: number, high: number) => ({
    signal,
    onEvent: (event: RunEvent): void => {
      if (event.type === 'progressed') progressed(low + (high - low) * event.share);
    },
  });
  const work = new DeviceWork(keeper, signal);
  const trimmed = await trimBeyond(from.mesh, from.trimLengths, trim, quiet);
  const done = await work.run((host) =>
    finishSurface(trimmed, { ...DEFAULTS, ...choice }, host, context(0, SHARES.mesh)),
  );
  const mesh = sharedMesh(done.mesh);
  const fine = reliefOf(from, choice, done.fine);
  progressed(SHARES.mesh);
  const { report } = from.finished;
  const measured = await work.run((host) =>
    measureFit(from.points, mesh, host, quiet, { lostBeyond: lostDistance(report), signed: true }),
  );
  progressed(SHARES.fit);
  const trimLengths = await trimLengthsOf(mesh, measured.distances, quiet);
  const { topology } = await measureTrimmed(mesh, trimLengths, null, quiet);
  const proof = await work.run((host) => proveMesh(mesh, host, context(SHARES.fit, 1)));
  const trust = mesh.trust ? await trustReport(mesh, mesh.trust, quiet) : null;
  const { options, leftOut, stoppedEarly } = from.finished;
  const run = finishRun({
    id,
    held: cloud,
    leftOut,
    points: from.points,
    options,
    mesh,
    report: { ...report, topology, trust, finish: done.report, proof, stoppedEarly },
    measured,
    trimLengths,
    steps: [...from.steps, { trim, choice }],
    ...(fine && { fine }),
    ...(from.cleaned && { cleaned: from.cleaned }),
  });
  return run;
}

/** What cuts parts off or moves vertices along the surface leaves the relief true that the mesh had before. */
const KEEPING_RELIEF: readonly (keyof FinishChoice)[] = ['keep', 'keepArea', 'relax', 'simplify', 'simplifyWithin'];

function reliefOf(from: HeldRun, choice: FinishChoice, simplified: WorldMesh | undefined): WorldMesh | undefined {
  const isTrue = (Object.keys(choice) as (keyof FinishChoice)[]).every((name) => KEEPING_RELIEF.includes(name));
  return (isTrue ? from.fine : undefined) ?? simplified;
}
