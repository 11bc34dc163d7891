/** How a host steers a run: previews, pausing, stopping with a result, going on after a lost device. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { prepareAhead, reconstruct, ReconstructError } from '../../src/engine/index.ts';
import type {
  Checkpoint,
  Host,
  PointCloud,
  PreviewMesh,
  ReconstructOptions,
  RunControl,
  RunEvent,
  StageName,
  TriangleMesh,
} from '../../src/engine/index.ts';
import { type CountedHost, openCountedHost, run, type Run, sample } from './engine-run.ts';
import { TIMED } from '../run-context.ts';
import { pointCloudOf } from '../shapes/sampled-cloud.ts';
import { torusPoints } from '../shapes/torus-points.ts';

const OPTIONS = { resolution: 128, seed: 3 } as const;

let host: CountedHost;
/** Thin, so that its levels have few bricks and runs are short. */
const ring = pointCloudOf({ positions: Float32Array.from(torusPoints(8000, { minor: 0.3 }).flat()) });
/** How long after a stop, a cancellation or a loss a run may take to turn to its end. */
const PROMPT_MS = 100;
/** A run that nobody disturbs. */
let whole: Run;
beforeAll(async () => {
  host = await openCountedHost();
  whole = await run(ring, OPTIONS, host);
});
afterAll(() => host[Symbol.asyncDispose]());

interface Steering {
  readonly control?: RunControl;
  readonly signal?: AbortSignal;
  /** Sees every event as it comes. */
  readonly watch?: (event: RunEvent) => void;
  readonly on?: Host;
  readonly options?: Partial<ReconstructOptions>;
  readonly cloud?: PointCloud;
}

async function steer({
  control = {},
  signal,
  watch,
  on = host,
  options = OPTIONS,
  cloud = ring,
}: Steering): Promise<Run> {
  const events: RunEvent[] = [];
  const onEvent = (event: RunEvent): void => {
    events.push(event);
    watch?.(event);
  };
  const context = { signal: signal ?? new AbortController().signal, onEvent };
  return { ...(await reconstruct(cloud, options, on, context, control)), events };
}

describe('previews', () => {
  it('come in order, closed, in the space of the cloud', async () => {
    const cloud = await sample('bracket.ply');
    const { mesh, events } = await steer({ control: { previews: true }, cloud, options: { resolution: 128 } });
    expect(previews(events)).toEqual([64]);
    for (const event of events) {
      if (event.type !== 'level-ready') continue;
      const surface = event.mesh;
      expect(openEdges(surface)).toBe(0);
      expect(surface.indices.length / 3).toBeGreaterThan(5000);
      expect(surface.normals.length).toBe(surface.positions.length);
      expect(signedVolume(surface) / signedVolume(mesh)).toBeCloseTo(1, 1);
    }
    expect(await host.liveBuffers()).toEqual([]);
  });

  it('leave the result and the order of stages as they are', async () => {
    const { mesh, events } = await steer({ control: { previews: true } });
    expectSame(mesh, whole.mesh);
    expect(places(events)).toEqual(places(whole.events));
  });

  it('follow the side that the result shall have', async () => {
    const { mesh, events } = await steer({ control: { previews: true }, options: { ...OPTIONS, flip: true } });
    const preview = events.find((event) => event.type === 'level-ready')!;
    expect(signedVolume(mesh)).toBeLessThan(0);
    expect(signedVolume(preview.mesh)).toBeLessThan(0);
  });

  it('that fail do not fail the run', async () => {
    let trims = 0;
    const failing: Host = {
      ...host,
      runTask: (task, args) => {
        const isFirst = task.taskName === 'trimMesh' && trims++ === 0;
        return isFirst ? Promise.reject(new Error('the worker is gone')) : host.runTask(task, args);
      },
    };
    const { mesh, events } = await steer({ control: { previews: true }, on: failing });
    expect(trims).toBe(2);
    expect(events.some((event) => event.type === 'level-ready')).toBe(false);
    expectSame(mesh, whole.mesh);
  });
});

describe('a stop', () => {
  /** Stops at the first event that `when` holds for. */
  async function stopAt(when: (event: RunEvent) => boolean, options: Partial<ReconstructOptions> = OPTIONS) {
    const stop = new AbortController();
    let stoppedMs = 0;
    let keptMs = 0;
    const watch = (event: RunEvent): void => {
      if (stoppedMs > 0 && keptMs === 0 && event.type === 'stage-started' && event.stage === 'extract') {
        keptMs = performance.now();
      }
      if (stoppedMs > 0 || !when(event)) return;
      stoppedMs = performance.now();
      stop.abort('enough');
    };
    const stopped = await steer({ control: { stop: stop.signal, previews: true }, watch, options });
    expect(await host.liveBuffers()).toEqual([]);
    return { ...stopped, tookMs: keptMs - stoppedMs };
  }
  const starts = (stage: StageName, level?: number) => (event: RunEvent) =>
    event.type === 'stage-started' && event.stage === stage && event.level === level;
  const stages = (events: readonly RunEvent[]) => places(events).filter((place) => place.startsWith('level'));

  it.each(['prepare', 'orient'] as const)(
    'before there is a result, in %s, ends with the first level',
    async (stage) => {
      const { mesh, report, events } = await stopAt(starts(stage));
      expect(stages(events)).toEqual(['level 64']);
      expect(report).toMatchObject({ resolution: 64, stoppedEarly: true, resumedAt: null });
      expect(events.filter(({ type }) => type === 'stoppable')).toHaveLength(1);
      expect(openEdges(mesh)).toBe(0);
      const { mesh: coarse } = await run(ring, { ...OPTIONS, resolution: 64 }, host);
      expect(signedVolume(mesh) / signedVolume(coarse)).toBeCloseTo(1, 1);
    },
  );

  it('as soon as there is a result keeps it', TIMED, async () => {
    const { report, events, tookMs } = await stopAt(({ type }) => type === 'stoppable');
    expect(stages(events)).toEqual(['level 64']);
    expect(events.some(({ type }) => type === 'level-ready')).toBe(false);
    expect(report).toMatchObject({ resolution: 64, stoppedEarly: true });
    expect(tookMs).toBeLessThan(PROMPT_MS);
  });

  it('while a finer level is laid out keeps the coarser one', async () => {
    const { mesh, report, events } = await stopAt(starts('level', 128));
    expect(stages(events)).toEqual(['level 64', 'level 128']);
    expect(report).toMatchObject({ resolution: 64, stoppedEarly: true });
    expect(openEdges(mesh)).toBe(0);
  });

  it.each([1, 12])('at iteration %i of a finer level keeps that one as it is', async (iteration) => {
    let count = 0;
    let level: number | undefined;
    const { mesh, report, events } = await stopAt((event) => {
      if (event.type === 'stage-started') [level, count] = [event.level, 0];
      // Within a level progress comes once an iteration.
      else if (event.type === 'progressed') count++;
      return level === 128 && count === iteration;
    });
    expect(stages(events)).toEqual(['level 64', 'level 128']);
    expect(report).toMatchObject({ resolution: 128, stoppedEarly: true });
    expect(openEdges(mesh)).toBe(0);
    expect(signedVolume(mesh) / signedVolume(whole.mesh)).toBeCloseTo(1, 2);
  });

  it('once the last level is solved changes nothing', async () => {
    const { mesh, report } = await stopAt(starts('extract'));
    expect(report.stoppedEarly).toBe(false);
    expectSame(mesh, whole.mesh);
  });

  it('moves the progress forward to 1', async () => {
    const { events } = await stopAt(starts('level', 128));
    expectForward(events);
  });

  it('is not taken for a cancellation, nor a cancellation for a stop', async () => {
    const stop = new AbortController();
    const cancel = new AbortController();
    const watch = (event: RunEvent): void => {
      if (!starts('level', 128)(event)) return;
      stop.abort('stop');
      cancel.abort('cancel');
    };
    await expect(steer({ control: { stop: stop.signal }, signal: cancel.signal, watch })).rejects.toBe('cancel');
    expect(await host.liveBuffers()).toEqual([]);
  });
});

/** A host's pause button. */
class PauseButton {
  #pressed: Promise<void> | undefined;
  #resolve: () => void = () => undefined;
  /** Called when the run comes to stand still. */
  onStandstill: () => void = () => undefined;

  readonly ask = (): Promise<void> | undefined => {
    if (this.#pressed) this.onStandstill();
    return this.#pressed;
  };

  press(): void {
    this.#pressed = new Promise((resolve) => {
      this.#resolve = resolve;
    });
  }

  release(): void {
    this.#resolve();
    this.#pressed = undefined;
  }
}

describe('a pause', () => {
  const PAUSED_MS = 300;

  it('in any stage lets nothing happen, stops the clock, and changes no byte', async () => {
    const button = new PauseButton();
    const { queue } = host.device;
    const submit = queue.submit.bind(queue);
    let submits = 0;
    queue.submit = (buffers) => {
      submits++;
      return submit(buffers);
    };
    let [eventCount, pauses, busy] = [0, 0, 0];
    button.onStandstill = () => {
      const before = { submits, eventCount };
      button.onStandstill = () => undefined;
      setTimeout(() => {
        pauses++;
        if (submits !== before.submits || eventCount !== before.eventCount) busy++;
        button.release();
        button.onStandstill = standstill;
      }, PAUSED_MS);
    };
    const standstill = button.onStandstill;
    const watch = (event: RunEvent): void => {
      eventCount++;
      if (event.type === 'stage-started') button.press();
    };
    const startMs = performance.now();
    const { mesh, report, events } = await steer({ control: { pause: button.ask }, watch });
    const wallMs = performance.now() - startMs;
    queue.submit = submit;
    expectSame(mesh, whole.mesh);
    expect(places(events)).toEqual(places(whole.events));
    expect({ busy, pauses }).toEqual({ busy: 0, pauses: report.stages.length });
    const paused = pauses * PAUSED_MS;
    expect(report.totalMs).toBeLessThan(wallMs - 0.95 * paused);
    expect(report.stages.reduce((sum, { durationMs }) => sum + durationMs, 0)).toBeLessThan(report.totalMs);
    expect(await host.liveBuffers()).toEqual([]);
  });

  it.each(['prepare', 'orient', 'level', 'extract', 'trim'] as const)(
    'in %s can be cancelled',
    TIMED,
    async (stage) => {
      const button = new PauseButton();
      const cancel = new AbortController();
      let abortedMs = 0;
      button.onStandstill = () => {
        button.onStandstill = () => undefined;
        setTimeout(() => {
          abortedMs = performance.now();
          cancel.abort('enough');
        }, 50);
      };
      const watch = (event: RunEvent): void => {
        if (event.type === 'stage-started' && event.stage === stage) button.press();
      };
      const cancelled = steer({ control: { pause: button.ask }, signal: cancel.signal, watch });
      await expect(cancelled).rejects.toBe('enough');
      expect(performance.now() - abortedMs).toBeLessThan(PROMPT_MS);
      expect(await host.liveBuffers()).toEqual([]);
    },
  );
});

describe('a lost device', () => {
  /** Runs on a device of its own, which `lose` is to destroy. */
  async function runAndLose(
    options: Partial<ReconstructOptions>,
    prepare: (lost: CountedHost, lose: () => void) => Pick<Steering, 'control' | 'watch'>,
  ) {
    await using lost = await openCountedHost();
    let [lostMs, endedMs] = [0, 0];
    const lose = (): void => {
      lost.device.destroy(); // waits for the device to be idle
      lostMs = performance.now();
    };
    const error: unknown = await steer({ ...prepare(lost, lose), on: lost, options }).then(
      () => 'was not lost',
      (reason: unknown) => reason,
    );
    endedMs = performance.now();
    return { error, live: await lost.liveBuffers(), tookMs: endedMs - lostMs };
  }

  it('is resumed on another one, previews and all, to the same bytes', async () => {
    const resolution = 256;
    const options = { ...OPTIONS, resolution };
    const undisturbed = await steer({ control: { previews: true }, options });
    expect(previews(undisturbed.events)).toEqual([64, 128]);
    const kept: Checkpoint[] = [];
    const seen: RunEvent[] = [];
    const { error, live } = await runAndLose(options, (_lost, lose) => {
      let level: number | undefined;
      let count = 0;
      const watch = (event: RunEvent): void => {
        seen.push(event);
        if (event.type === 'stage-started') [level, count] = [event.level, 0];
        else if (event.type === 'progressed' && level === resolution && ++count === 10) lose();
      };
      return { control: { previews: true, onCheckpoint: (checkpoint) => kept.push(checkpoint) }, watch };
    });
    expect(error).toMatchObject({ code: 'gpu-lost', details: { reason: 'destroyed' } });
    expect(live).toEqual([]);
    expect(kept.map(({ level }) => level.frame.resolution)).toEqual([64, 128]);
    expect(previews(seen)).toEqual([64, 128]);

    const { mesh, report, events } = await steer({ control: { previews: true, resumeFrom: kept[1]! }, options });
    expectSame(mesh, undisturbed.mesh);
    expect(previews(events)).toEqual([]);
    expect(places(events)).toEqual([`level ${resolution}`, 'extract', 'trim', 'trim']);
    const { stages, warnings, resumedAt, resolutionReason, points, topology } = report;
    expect(resumedAt).toBe(resolution);
    expect(warnings).toEqual([expect.stringMatching(new RegExp(`lost.* ${resolution / 2} cells, at ${resolution}`))]);
    expect({ resolutionReason, points, topology }).toEqual({
      resolutionReason: undisturbed.report.resolutionReason,
      points: undisturbed.report.points,
      topology: undisturbed.report.topology,
    });
    expect(stages.map(({ name }) => name)).toEqual(undisturbed.report.stages.map(({ name }) => name));
    // What was shown on the lost device is not taken back, but for what its last level had shown.
    expectForward(events);
    const shown = shares(
      seen.slice(
        0,
        seen.findLastIndex(({ type }) => type === 'stage-started'),
      ),
    ).at(-1)!;
    expect(shares(events)[0]).toBeGreaterThanOrEqual(shown);
    expect(await host.liveBuffers()).toEqual([]);
  });

  it('is resumed to the same bytes where noisy points take goals from the level that was saved', async () => {
    const kept: Checkpoint[] = [];
    const control = { onCheckpoint: (checkpoint: Checkpoint) => void kept.push(checkpoint) };
    // The ring's points are .05 apart.
    const options = { ...OPTIONS, noise: 0.05 };
    const { mesh } = await steer({ control, options });
    expectSame((await steer({ control: { resumeFrom: kept[0]! }, options })).mesh, mesh);
    expect(await host.liveBuffers()).toEqual([]);
  });

  it('can be resumed and stopped at once, with the same cloud and options only', async () => {
    const kept: Checkpoint[] = [];
    await steer({ control: { onCheckpoint: (checkpoint) => kept.push(checkpoint) } });
    const control = { resumeFrom: kept[0]!, stop: AbortSignal.abort() };
    const { report, events } = await steer({ control });
    expect(report).toMatchObject({ resolution: 64, stoppedEarly: true, resumedAt: 128 });
    expect(places(events)).toEqual(['extract', 'trim', 'trim']);
    expect(events.filter(({ type }) => type === 'stoppable')).toHaveLength(1);
    expect(await host.liveBuffers()).toEqual([]);
    const other = steer({ control, options: { ...OPTIONS, seed: 4 } });
    await expect(other).rejects.toMatchObject({ code: 'option-invalid', details: { option: 'seed' } });
  });

  it('in any stage is told at once', TIMED, async () => {
    const told: string[] = [];
    for (const [index, { name }] of whole.report.stages.slice(0, -1).entries()) {
      const { error, live, tookMs } = await runAndLose(OPTIONS, (_lost, lose) => {
        let started = 0;
        const watch = (event: RunEvent): void => {
          if (event.type === 'stage-started' && started++ === index) setTimeout(lose, 10);
        };
        return { watch };
      });
      expect(live, name).toEqual([]);
      const code = error instanceof ReconstructError ? error.code : String(error);
      if (code !== 'gpu-lost' || tookMs > PROMPT_MS) told.push(`${name}: ${code} after ${tookMs.toFixed(0)} ms`);
    }
    expect(told).toEqual([]);
  });

  it.each([1, 4, 9])('while its readback number %i is on its way is told', async (number) => {
    const { error, live } = await runAndLose(OPTIONS, ({ device }, lose) => {
      const createBuffer = device.createBuffer.bind(device);
      let readbacks = 0;
      device.createBuffer = (descriptor) => {
        const buffer = createBuffer(descriptor);
        const mapAsync = buffer.mapAsync.bind(buffer);
        buffer.mapAsync = (...args) => {
          const mapped = mapAsync(...args);
          if (++readbacks === number) lose();
          return mapped;
        };
        return buffer;
      };
      return {};
    });
    expect(error).toMatchObject({ code: 'gpu-lost' });
    expect(live).toEqual([]);
  });

  it('while the run is paused is told at once', async () => {
    const { error, live } = await runAndLose(OPTIONS, (_lost, lose) => {
      const button = new PauseButton();
      button.onStandstill = () => void setTimeout(lose, 20);
      const watch = (event: RunEvent): void => {
        if (event.type === 'stage-started' && event.stage === 'level') button.press();
      };
      return { control: { pause: button.ask }, watch };
    });
    expect(error).toMatchObject({ code: 'gpu-lost' });
    expect(live).toEqual([]);
  });
});

describe('a start done ahead', () => {
  /** The cloud with a stray so far that it is dropped, an outlier (the cloud is prepared twice), and a point twice. */
  function spoilt(cloud: PointCloud): PointCloud {
    const more = [1e7, 0, 0, 40, 200, 25, ...cloud.positions.subarray(0, 3)];
    const positions = Float32Array.from([...cloud.positions, ...more]);
    const count = positions.length / 3;
    return { ...cloud, positions, stats: { ...cloud.stats, pointCount: count, finiteCount: count } };
  }

  it('changes neither the mesh nor what is told, and is not done again', async () => {
    const cloud = spoilt(ring);
    const plain = await steer({ cloud });
    expect(plain.report.points).toMatchObject({ far: 1, duplicate: 1, outlier: 1 });
    const { signal } = new AbortController();
    const prepared = await prepareAhead(cloud, host, { signal });
    const done: string[] = [];
    const counting: Host = {
      ...host,
      runTask: (task, args) => {
        done.push(task.taskName);
        return host.runTask(task, args);
      },
    };
    // It serves again, for a run that begins anew on another device.
    for (let run = 0; run < 2; run++) {
      const { mesh, report, events } = await steer({ cloud, control: { prepared }, on: counting });
      expectSame(mesh, plain.mesh);
      expect(places(events)).toEqual(places(plain.events));
      expect(report.warnings).toEqual(plain.report.warnings);
      expect(report.points).toEqual(plain.report.points);
    }
    // Once a run: without the outlier.
    expect(done.filter((name) => name === 'preparePoints')).toHaveLength(2);
    expect(await host.liveBuffers()).toEqual([]);
  });

  it('of another cloud is refused, of a hopeless one fails like the run', async () => {
    const { signal } = new AbortController();
    const prepared = await prepareAhead(ring, host, { signal });
    const other = steer({ cloud: { ...ring, positions: ring.positions.slice() }, control: { prepared } });
    await expect(other).rejects.toMatchObject({ code: 'option-invalid', details: { option: 'prepared' } });
    const line = { ...ring, positions: Float32Array.from({ length: 300 }, (_, i) => Math.floor(i / 3)) };
    await expect(prepareAhead(line, host, { signal })).rejects.toMatchObject({ code: 'cloud-degenerate' });
    await expect(prepareAhead(ring, host, { signal: AbortSignal.abort('enough') })).rejects.toBe('enough');
  });
});

/** The stages in the order in which they started. */
function places(events: readonly RunEvent[]): string[] {
  return events.flatMap((event) =>
    event.type === 'stage-started' ? [`${event.stage} ${event.level ?? ''}`.trim()] : [],
  );
}

/** Levels with a preview. */
function previews(events: readonly RunEvent[]): number[] {
  return events.flatMap((event) => (event.type === 'level-ready' ? [event.level] : []));
}

function shares(events: readonly RunEvent[]): number[] {
  return events.flatMap((event) => (event.type === 'progressed' ? [event.share] : []));
}

function expectForward(events: readonly RunEvent[]): void {
  const shown = shares(events);
  expect([...shown].sort((a, b) => a - b)).toEqual(shown);
  expect(shown.at(-1)).toBe(1);
}

/** Says no more than that: a matcher would print the difference of a hundred thousand numbers. */
function expectSame(a: TriangleMesh, b: TriangleMesh): void {
  const same = (x: ArrayLike<number>, y: ArrayLike<number>): boolean =>
    x.length === y.length && Array.prototype.every.call(x, (value, i) => value === y[i]);
  expect(same(a.positions, b.positions)).toBe(true);
  expect(same(a.indices, b.indices)).toBe(true);
}

/** Edges of one triangle only. */
function openEdges({ indices }: PreviewMesh | TriangleMesh): number {
  const open = new Set<string>();
  for (let i = 0; i < indices.length; i++) {
    const [from, to] = [indices[i]!, indices[i % 3 === 2 ? i - 2 : i + 1]!];
    if (!open.delete(`${to} ${from}`)) open.add(`${from} ${to}`);
  }
  return open.size;
}

function signedVolume({ positions, indices }: PreviewMesh | TriangleMesh): number {
  const at = (corner: number): number[] => [0, 1, 2].map((axis) => positions[3 * indices[corner]! + axis]!);
  let volume = 0;
  for (let i = 0; i < indices.length; i += 3) {
    const [a, b, c] = [at(i), at(i + 1), at(i + 2)] as [number[], number[], number[]];
    volume += a[0]! * (b[1]! * c[2]! - b[2]! * c[1]!);
    volume += a[1]! * (b[2]! * c[0]! - b[0]! * c[2]!);
    volume += a[2]! * (b[0]! * c[1]! - b[1]! * c[0]!);
  }
  return volume / 6;
}
