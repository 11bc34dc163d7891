/**
 * What every run stands on: its device's buffers and faults, its clock, its pauses, and its cloud as its options want
 * it.
 */
import { alignScans } from './alignment/align-scans.ts';
import type { PointCloud } from './cloud/point-cloud.ts';
import type { RunContext, RunEvent } from './events.ts';
import { BufferScope } from './gpu/buffer-scope.ts';
import { Gpu } from './gpu/gpu.ts';
import type { ShaderWatch } from './gpu/shader-watch.ts';
import type { Host } from './host/host.ts';
import { JoinedAbort } from './host/joined-abort.ts';
import { allocateShareable } from './host/shared-memory.ts';
import { WORK_LIMITS } from './limits.ts';
import { METHODS } from './methods/methods.ts';
import { type ReconstructOptions, validateOptions } from './options.ts';
import type { RunReport } from './report.ts';
import { checkFits } from './run/checkpoint.ts';
import { Pauses } from './run/pauses.ts';
import { checkPrepared } from './run/prepare-ahead.ts';
import type { RunControl } from './run/run-control.ts';
import type { RunSetting } from './run/run.ts';
import { StageClock } from './run/stage-clock.ts';
import { withAlignment } from './run/stage-plan.ts';

export interface RunInput {
  readonly cloud: PointCloud;
  /** Of which those that are left out have their defaults. */
  readonly options: Partial<ReconstructOptions>;
  readonly control: RunControl;
}

/**
 * Runs `body` with all that a run needs before it begins. However it ends, no GPU buffer of it is left. Rejects as
 * `body` does, with the device's fault where that is behind it, or with `context.signal.reason` when cancelled.
 * @throws ReconstructError `option-invalid`
 */
export async function withRun<T>(
  { cloud, options: given, control }: RunInput,
  host: Host,
  context: RunContext,
  body: (setting: RunSetting) => Promise<T>,
): Promise<T> {
  const options = validateOptions(given);
  if (control.resumeFrom) checkFits(control.resumeFrom, cloud, options);
  if (control.prepared) checkPrepared(control.prepared, cloud);
  using ending = new JoinedAbort().follow(context.signal);
  const pauses = new Pauses(control.pause, ending.signal);
  using gpu = new Gpu(host.device, host.deviceLabel, {
    onFault: (fault) => ending.abort(fault),
    pause: () => pauses.point(),
    signal: ending.signal,
    allocate: allocateShareable,
    ...(host.passTimer && { passTimer: host.passTimer }),
    ...(host.shaders && { shaders: host.shaders }),
  });
  const own = { signal: ending.signal, onEvent: (event: RunEvent) => context.onEvent(event) };
  const limits = { ...WORK_LIMITS, ...control.limits };
  const clock = new StageClock(gpu, own, pauses, control.resumeFrom?.past);
  warnOfReplaced(host.shaders?.replaced, clock.context);
  try {
    using scope = new BufferScope(gpu, 'run');
    const stage = { gpu, scope, host: pausable(host, pauses), context: clock.context };
    const setting = {
      stage,
      cloud: options.sensors === 'ignore' ? withoutSensors(cloud) : cloud,
      options,
      control,
      clock,
      limits,
    };
    return await body(setting);
  } catch (error) {
    if (context.signal.aborted) throw context.signal.reason;
    throw await gpu.faultBehind(error);
  }
}

/** Whatever comes of it, the result is not the program's own: its report has to say so. */
function warnOfReplaced(replaced: ShaderWatch['replaced'] | undefined, context: RunContext): void {
  if (!replaced?.size) return;
  const names = [...replaced].map(([label, { file }]) => `${label} (${file})`).join(', ');
  context.onEvent({ type: 'warning', message: `The code of these kernels came from files: ${names}.` });
}

/** Tasks do not start while the run is paused; what runs on a worker runs to its end. */
function pausable(host: Host, pauses: Pauses): Host {
  return {
    ...host,
    async runTask(task, args) {
      const pausing = pauses.point();
      if (pausing) await pausing;
      return host.runTask(task, args);
    },
  };
}

/** The cloud as if its file did not tell where the scanners stood. */
function withoutSensors(cloud: PointCloud): PointCloud {
  if (!cloud.scans) return cloud;
  return { ...cloud, scans: cloud.scans.map(({ sensor: _, path: __, ...scan }) => scan) };
}

export interface AlignedSetting {
  readonly setting: RunSetting;
  readonly alignment: RunReport['alignment'];
}

/** With the scans aligned where that is asked for: of what was prepared ahead nothing holds then. */
export async function alignedSetting(given: RunSetting): Promise<AlignedSetting> {
  const { stage, cloud, options, control, clock } = given;
  if (!options.alignScans) return { setting: given, alignment: null };
  clock.plan(withAlignment(METHODS[options.preset].stages()));
  const { context } = stage;
  // A run that goes on has told all of it before.
  const quiet = { ...context, onEvent: () => undefined };
  const told = control.resumeFrom ? { ...stage, context: quiet } : stage;
  const aligned = await clock.run('align', () => alignScans(told, cloud));
  const { prepared: _, ...unprepared } = control;
  return { setting: { ...given, cloud: aligned.cloud, control: unprepared }, alignment: aligned.report };
}
