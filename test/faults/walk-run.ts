/** Every moment of a small run at which device or workers may fail, one after the other. */
import { BALL_OPTIONS, ballCloud } from '../../src/engine/doctor/ball-answers.ts';
import { reconstruct, ReconstructError, type TriangleMesh } from '../../src/engine/index.ts';
import { type FaultyHost, openFaultyHost } from './faulty-host.ts';
import { Injector, type Place } from './injector.ts';

export const RUN_FAULTS = [
  'no memory for a buffer',
  'no memory for a submit',
  'refused command',
  'failed readback',
  'lost worker',
  'cancelled',
  'lost device',
] as const;
export type RunFault = (typeof RUN_FAULTS)[number];

const ALL: readonly Place[] = ['allocation', 'submit', 'readback', 'task'];
const PLACES: Readonly<Record<RunFault, readonly Place[]>> = {
  'no memory for a buffer': ['allocation'],
  'no memory for a submit': ['submit'],
  'refused command': ['submit'],
  'failed readback': ['readback'],
  'lost worker': ['task'],
  cancelled: ALL,
  'lost device': ALL,
};

export interface Walked {
  readonly fault: RunFault;
  /** Moments that there are, and those that were tried. */
  readonly moments: number;
  readonly tried: number;
  /** Runs that came to the same mesh all the same, and to a coarser or otherwise different one, with a warning. */
  readonly undisturbed: number;
  readonly spared: number;
  /** From the fault to the end of the run, at most. */
  readonly slowestMs: number;
  /** What was not as promised; each names its moment. */
  readonly broken: readonly string[];
}

/** How a run ended. */
type End = { readonly mesh: TriangleMesh; readonly warned: boolean } | { readonly error: unknown };

const cloud = ballCloud();

/**
 * One after the other on one device, but for those that take it along.
 * @param strides every so-and-so-many-th moment of a fault is tried, from the first on
 * @param onMoment told before each of them
 */
export async function walkRun(
  strides: Readonly<Partial<Record<RunFault, number>>>,
  onMoment: (fault: RunFault, at: number, moments: number) => void = () => undefined,
): Promise<Walked[]> {
  const injector = new Injector();
  let host = await openFaultyHost(injector);
  try {
    injector.disarm();
    const whole = await endOf(host, new AbortController().signal);
    if (!('mesh' in whole)) throw whole.error;
    const momentsOf = new Map(RUN_FAULTS.map((fault) => [fault, injector.count(PLACES[fault])]));
    const walked: Walked[] = [];
    for (const fault of RUN_FAULTS) {
      const stride = strides[fault];
      if (stride === undefined) continue;
      const moments = momentsOf.get(fault)!;
      const broken: string[] = [];
      let [tried, undisturbed, spared, slowestMs] = [0, 0, 0, 0];
      for (let at = 1; at <= moments; at += stride) {
        onMoment(fault, at, moments);
        tried++;
        const ended = await endAt(host, injector, fault, at);
        const { end, tookMs, wrong } = ended;
        if ('mesh' in end && isSame(end.mesh, whole.mesh)) undisturbed++;
        else if ('mesh' in end && end.warned) spared++;
        else if ('mesh' in end) wrong.push('another mesh, and no word of it');
        else slowestMs = Math.max(slowestMs, tookMs);
        broken.push(...wrong.map((what) => `${fault} at ${at} of ${moments}: ${what}`));
        if (fault !== 'lost device') continue;
        await host[Symbol.asyncDispose]();
        host = await openFaultyHost(injector);
      }
      walked.push({ fault, moments, tried, undisturbed, spared, slowestMs, broken });
    }
    // After all of that, on the same device where it still lives.
    const after = await endOf(host, new AbortController().signal);
    const isSound = 'mesh' in after && isSame(after.mesh, whole.mesh);
    return isSound ? walked : [...walked, { ...walked.at(-1)!, broken: ['the next run is another'] }];
  } finally {
    await host[Symbol.asyncDispose]();
  }
}

/** A run with a fault at its `at`-th moment: how it ended, how long after it, and what about it was not as promised. */
async function endAt(host: FaultyHost, injector: Injector, fault: RunFault, at: number) {
  const controller = new AbortController();
  const onPurpose = new Error(`on purpose, at ${at}`);
  let firedMs = NaN;
  injector.arm(PLACES[fault], at, () => {
    firedMs = performance.now();
    fire(fault, host, controller, onPurpose);
  });
  const end = await endOf(host, controller.signal);
  injector.disarm();
  const tookMs = performance.now() - firedMs;
  const wrong: string[] = [];
  if (Number.isNaN(firedMs)) wrong.push('the run did not come there a second time');
  if ('error' in end && !isExpected(fault, end.error, { host, controller, onPurpose }))
    wrong.push(`it ended with ${String(end.error)}`);
  const [first, ...more] = await host.liveBuffers();
  if (first !== undefined) wrong.push(`${1 + more.length} buffers are left, the first ${first}`);
  return { end, tookMs, wrong };
}

function fire(fault: RunFault, host: FaultyHost, controller: AbortController, onPurpose: Error): void {
  switch (fault) {
    case 'no memory for a buffer':
      return host.refuseMemory();
    case 'no memory for a submit':
      return host.report('GPUOutOfMemoryError');
    case 'refused command':
      return host.report('GPUValidationError');
    case 'failed readback':
    case 'lost worker':
      throw onPurpose;
    case 'cancelled':
      return controller.abort(onPurpose);
    case 'lost device':
      return host.device.destroy();
  }
}

function isExpected(
  fault: RunFault,
  error: unknown,
  {
    host,
    controller: { signal },
    onPurpose,
  }: { readonly host: FaultyHost; readonly controller: AbortController; readonly onPurpose: Error },
): boolean {
  const code = error instanceof ReconstructError ? error.code : null;
  switch (fault) {
    case 'no memory for a buffer':
      // Told at its place: which buffer that was.
      return code === 'gpu-out-of-memory' && (error as ReconstructError).details['label'] === host.refusedLabel();
    case 'no memory for a submit':
      return code === 'gpu-out-of-memory';
    case 'refused command':
      return code === 'shader-invalid';
    case 'failed readback':
    case 'lost worker':
      return error === onPurpose;
    case 'cancelled':
      return error === signal.reason;
    case 'lost device':
      return code === 'gpu-lost';
  }
}

async function endOf(host: FaultyHost, signal: AbortSignal): Promise<End> {
  let warned = false;
  const onEvent = ({ type }: { readonly type: string }): void => {
    warned ||= type === 'warning';
  };
  try {
    const { mesh } = await reconstruct(cloud, BALL_OPTIONS, host, { signal, onEvent });
    return { mesh, warned };
  } catch (error) {
    return { error };
  }
}

function isSame(a: TriangleMesh, b: TriangleMesh): boolean {
  return bytesOf(a.positions).equals(bytesOf(b.positions)) && bytesOf(a.indices).equals(bytesOf(b.indices));
}

function bytesOf({ buffer, byteOffset, byteLength }: ArrayBufferView): Buffer {
  return Buffer.from(buffer as ArrayBuffer, byteOffset, byteLength);
}
