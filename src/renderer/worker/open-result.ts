/**
 * A result of a batch in the viewport: cloud and mesh are read from their files, and what a run has besides (normals,
 * colours, fit, distances for heat map and trimming) is made of them again. So trimming and exporting work as after a
 * run, and no batch needs to keep more than the mesh.
 */
import { runSteps } from '../../engine/hosting.ts';
import { colourMesh, lostDistance, measureFit, trimLengthsOf, vertexNormalSteps } from '../../engine/index.ts';
import { fileFrame, lengthUnitOf, ReconstructError } from '../../engine/vocabulary.ts';
import type { Sidecar } from '../../batch/sidecar.ts';
import type { DeviceKeeper } from './device-keeper.ts';
import { DeviceWork } from './device-work.ts';
import type { FileRef, FinishedRun, OpenedCloud, OpenEvent } from './engine-api.ts';
import { fileSource } from './file-source.ts';
import { sharedMesh } from './mesh-geometry.ts';
import { NOTHING_LEFT_OUT } from './point-acts.ts';
import { type HeldCloud, openCloud, type Sink } from './open-cloud.ts';
import { finishRun, type HeldRun } from './reconstruct-cloud.ts';
import { readResultMesh } from './result-mesh.ts';

export interface ResultRequest {
  /** Numbers for the cloud and for the run. */
  readonly ids: { readonly cloud: number; readonly run: number };
  readonly cloud: FileRef;
  readonly mesh: FileRef;
  readonly sidecar: Sidecar;
  readonly keeper: DeviceKeeper;
  readonly sink: Sink<OpenEvent>;
  readonly signal: AbortSignal;
}

export interface OpenedResult {
  readonly held: { readonly cloud: HeldCloud; readonly run: HeldRun };
  readonly opened: OpenedCloud;
  readonly finished: FinishedRun;
}

/**
 * Shares of the whole: the cloud until it is surveyed, the mesh until it is read, its normals and colours; then the
 * fit.
 */
const SHARES = { cloud: 0.5, mesh: 0.6, colours: 0.75 };

/** Rejects like `readCloud` and `readMesh`, with `option-invalid` where there is no mesh, or none of this cloud. */
export async function openResult(request: ResultRequest): Promise<OpenedResult> {
  const { ids, sidecar, keeper, sink, signal } = request;
  if (!sidecar.result) {
    const message = `There is no mesh of ${sidecar.input.path} to open; run it again.`;
    throw new ReconstructError('option-invalid', message, { file: sidecar.input.path });
  }
  const { report } = sidecar.result;
  // The sizes are compared before anything is read: both are known.
  if (request.cloud.size !== sidecar.input.bytes) throw changed(sidecar);
  const context = { signal, onEvent: () => undefined };
  const progressed = (share: number): void => {
    if (!signal.aborted) void Promise.resolve(sink({ type: 'progress', share })).catch(() => undefined);
  };
  const cloudSink: Sink<OpenEvent> = (event) =>
    sink(event.type === 'progress' ? { ...event, share: SHARES.cloud * event.share } : event);
  const { held, opened } = await openCloud({ id: ids.cloud, files: [request.cloud] }, cloudSink, signal);
  const { cloud } = held;
  if (cloud.shift.some((offset, axis) => offset !== report.shift[axis])) throw changed(sidecar);
  progressed(SHARES.cloud);

  const { format } = sidecar.output;
  const source = fileSource(request.mesh, signal);
  const frame = fileFrame(sidecar.options, lengthUnitOf(report), format);
  const { positions, indices } = await readResultMesh(source, format, cloud.shift, context, frame);
  progressed(SHARES.mesh);

  const normals = await runSteps(vertexNormalSteps(positions, indices), signal);
  const work = new DeviceWork(keeper, signal);
  const colors = await work.run((host) => colourMesh(cloud, positions, host, signal));
  progressed(SHARES.colours);

  const own = { positions, indices, normals, ...(colors && { colors }), shift: cloud.shift };
  const mesh = sharedMesh(own);
  const measured = await work.run((host) =>
    measureFit(cloud, mesh, host, context, { lostBeyond: lostDistance(report), signed: true }),
  );
  const trimLengths = await trimLengthsOf(mesh, measured.distances, { signal, onEvent: () => undefined });
  const run = finishRun({
    id: ids.run,
    held,
    leftOut: NOTHING_LEFT_OUT,
    points: cloud,
    options: sidecar.options,
    mesh,
    report,
    measured,
    trimLengths,
    steps: [],
  });
  return { held: { cloud: held, run: run.held }, opened, finished: run.finished };
}

/** Shown over another cloud, the mesh would look wrong, and its distances would be. */
function changed({ input }: Sidecar): ReconstructError {
  const message = `${input.path} is not the file any more that its mesh was made of; run it again.`;
  return new ReconstructError('option-invalid', message, { file: input.path });
}
