/**
 * The end of a run whose tiles were solved elsewhere, for a mesh that memory does not hold: what `reconstruct` makes of
 * them, part by part (`tiles/streamed/`), without what asks for the whole of a mesh. What that is a warning says.
 */
import { type PointCloud, pointCountOf } from './cloud/point-cloud.ts';
import type { RunContext } from './events.ts';
import type { Host } from './host/host.ts';
import type { Scratch } from './host/scratch.ts';
import type { MeshRuns } from './mesh/mesh-runs.ts';
import { METHODS } from './methods/methods.ts';
import { reportHandles } from './methods/report-handles.ts';
import { holeWarnings, reportHoles } from './methods/report-holes.ts';
import { wholeCloud } from './methods/surfacing.ts';
import type { ReconstructOptions } from './options.ts';
import type { RunReport } from './report.ts';
import { resume } from './run/begin-run.ts';
import type { RunControl } from './run/run-control.ts';
import { refuseEmpty, statedReport, warnOfCoarse } from './run-report.ts';
import { withRun } from './run-setting.ts';
import { streamedMesh } from './tiles/streamed/streamed-mesh.ts';

export interface StreamedReconstruction {
  /** Lies in the scratch files, as long as those are there. */
  readonly mesh: MeshRuns;
  readonly report: RunReport;
}

/** What a run goes on from. */
export type StreamedControl = RunControl & Required<Pick<RunControl, 'joined' | 'resumeFrom'>>;

/** Rejects as `reconstruct` does, and with `output-failed` where the disk has no room. */
export async function joinStreamed(
  cloud: PointCloud,
  options: Partial<ReconstructOptions>,
  host: Host,
  context: RunContext,
  { control, scratch }: { readonly control: StreamedControl; readonly scratch: Pick<Scratch, 'open'> },
): Promise<StreamedReconstruction> {
  return withRun({ cloud, options, control }, host, context, async (setting) => {
    const { clock, stage } = setting;
    const method = METHODS[setting.options.preset];
    if (!method.joinStreamed) throw new Error(`the preset ${setting.options.preset} has no tiles`);
    stage.gpu.preload(method.kernels(pointCountOf(cloud)));
    const run = resume(setting, control.resumeFrom);
    const found = await method.joinStreamed(run, scratch);
    const { surface, topology, genusFound, trimmedTriangles, droppedComponents } = found;
    const { prepared, pointCount } = wholeCloud(run);
    const { frame } = prepared;
    refuseEmpty(topology.triangles, pointCount);
    const mesh = await streamedMesh(surface, cloud.shift, stage.context);
    warnOfCoarse(run, found, clock.context);
    const holes = { holes: found.holes.holes, patches: new Array<Uint32Array<ArrayBuffer>>(found.holes.closableCount) };
    const warnings = [
      ...holeWarnings(holes, topology.area / frame.worldPerNorm ** 2, setting.options.openHoles),
      leftOutMessage(mesh.vertexCount),
    ];
    for (const message of warnings) clock.context.onEvent({ type: 'warning', message });
    await clock.context.pause?.();
    clock.finish();
    return {
      mesh,
      report: {
        ...statedReport(setting, run, found, cloud),
        resumedAt: null,
        alignment: null,
        topology,
        holes: reportHoles(holes, frame, cloud.shift),
        handles: reportHandles({ genusFound, handles: { closed: [], left: [] } }, frame, cloud.shift),
        trust: null,
        trimmedTriangles,
        droppedComponents,
      },
    };
  });
}

function leftOutMessage(vertices: number): string {
  return (
    `The mesh of ${vertices} vertices is too large to be held and was joined part by part: handles that the points say ` +
    'nothing of were not looked for, nor how sure it is at its vertices and how far the points lie from it.'
  );
}
