import { afterEach, describe, expect, it } from 'vitest';
import { NO_SENSOR, type PointSensors, type SensorFindings } from '../../../src/engine/analysis/point-sensors.ts';
import type { RunContext, RunEvent } from '../../../src/engine/events.ts';
import { BufferScope } from '../../../src/engine/gpu/buffer-scope.ts';
import type { Host } from '../../../src/engine/host/host.ts';
import { type OrientationInput, orientNormals } from '../../../src/engine/orientation/orient-normals.ts';
import type { PointCounting } from '../../../src/engine/orientation/seen-at-once.ts';
import { evaluateWinding } from '../../../src/engine/orientation/winding-field.ts';
import { ballBeforeWall } from '../../shapes/ball-before-wall.ts';
import { roomImage } from '../../shapes/room-image.ts';
import { scanRoom } from '../../shapes/room-scan.ts';
import { testGpu } from '../device.ts';
import { testHost } from '../host.ts';
import { stageOf } from '../stage.ts';
import {
  context,
  cube,
  cupOnTable,
  noise,
  orientationInput,
  rightShare,
  type Shape,
  sphere,
  torus,
  twoSpheres,
  uniform,
} from './shapes.ts';

interface Run {
  readonly normals: Float32Array<ArrayBuffer>;
  readonly middle: number;
  /** Winding values at the queries [4m]. */
  readonly values: Float32Array<ArrayBuffer>;
  readonly isMirrored: boolean;
  readonly evidence: string;
  readonly sensors: SensorFindings;
}

async function orient(
  shape: Shape,
  more: {
    fileNormals?: Float32Array;
    sensors?: PointSensors;
    counting?: PointCounting;
    queries?: Float32Array;
    maxRepresentatives?: number;
    run?: RunContext;
  } = {},
): Promise<Run> {
  const gpu = await testGpu();
  const { queries = new Float32Array(4), run = context, fileNormals, sensors, counting, maxRepresentatives } = more;
  using scope = new BufferScope(gpu, 'test');
  const input = {
    ...(await orientationInput(scope, shape)),
    ...(fileNormals ? { fileNormals } : {}),
    ...(sensors ? { sensors } : {}),
    ...(counting ? { counting } : {}),
    ...(maxRepresentatives ? { maxRepresentatives } : {}),
  };
  const {
    normals,
    winding,
    isMirrored,
    evidence,
    sensors: findings,
  } = await orientNormals(stageOf(gpu, { scope, host: await testHost(), context: run }), input);
  const count = queries.length / 4;
  const values = await evaluateWinding(stageOf(gpu, { scope, context }), {
    tree: winding.tree,
    queries: scope.upload('queries', queries),
    count,
  });
  return {
    normals: await gpu.readFloats(normals, (4 * shape.positions.length) / 3),
    middle: winding.middle,
    values: await gpu.readFloats(values, count),
    isMirrored,
    evidence,
    sensors: findings,
  };
}

afterEach(async () => {
  expect((await testGpu()).liveBytes, 'bytes of buffers left behind').toBe(0);
});

describe('layers of one surface', () => {
  const shells = (shifts: readonly number[]): Shape => {
    const all = shifts.map((shift, i) => sphere(1500, 0.45, [0, shift, 0], 11 + i));
    const joined = (of: 'positions' | 'normals') => Float32Array.from(all.flatMap((one) => [...one[of]]));
    return { positions: joined('positions'), normals: joined('normals') };
  };
  const layersOf = async ({ positions, normals: truth }: Shape, more: Partial<OrientationInput> = {}) => {
    const gpu = await testGpu();
    using scope = new BufferScope(gpu, 'test');
    const stage = stageOf(gpu, { scope, host: await testHost(), context });
    const input = { ...(await orientationInput(scope, { positions, normals: truth })), ...more };
    const { normals, layers, noiseNorm } = await orientNormals(stage, input);
    const found = await gpu.readFloats(normals, (4 * positions.length) / 3);
    return { layers, noiseNorm, right: rightShare(found, { positions, normals: truth }) };
  };

  it('are taken for it in so much noise', async () => {
    const { layers, noiseNorm, right } = await layersOf(shells([0, 0.03]));
    expect(layers?.offsetNorm).toBeGreaterThan(0.018);
    expect(layers?.offsetNorm).toBeLessThan(0.026);
    expect(noiseNorm).toBeGreaterThan(0.008);
    expect(noiseNorm).toBeLessThan(0.014);
    expect(right).toBeGreaterThan(0.995);
  });

  it('are not looked for where the noise is given', async () => {
    const { layers, noiseNorm } = await layersOf(shells([0, 0.03]), { isNoiseGiven: true });
    expect(layers).toBeUndefined();
    expect(noiseNorm).toBe(0);
  });

  it('are no thin plate, whether its sides can be told or not', async () => {
    const plate = (thickness: number): Shape => {
      const side = (i: number) => (i % 2 === 0 ? 1 : -1);
      const points = Array.from({ length: 1500 }, (_, i) => [uniform(71, i) - 0.5, uniform(72, i) - 0.5]);
      return {
        positions: Float32Array.from(points.flatMap(([x, y], i) => [x!, y!, (side(i) * thickness) / 2])),
        normals: Float32Array.from(points.flatMap((_, i) => [0, 0, side(i)])),
      };
    };
    // .037 from one point to the next on a side: at .55 of that the winding number sees a sheet, at 1.7 a plate.
    expect((await layersOf(plate(0.02))).layers).toBeUndefined();
    expect((await layersOf(plate(0.062))).layers).toBeUndefined();
  });
});

describe('finds the outside of closed shapes from points alone', () => {
  it.each([
    ['a sphere', sphere(2000)],
    ['a torus', torus(3000)],
    ['two spheres', twoSpheres(3000)],
    ['a cube', cube(3000)],
  ])('%s', async (_, shape) => {
    const { normals } = await orient(shape);
    expect(rightShare(normals, shape)).toBe(1);
    for (let i = 0; i < normals.length; i += 4) {
      expect(Math.hypot(normals[i]!, normals[i + 1]!, normals[i + 2]!)).toBeCloseTo(1, 5);
      expect(normals[i + 3]).toBe(1);
    }
  });
});

it('has the floor of a cup face up, though it stands for the underside as well as for itself', async () => {
  const shape = cupOnTable(9000);
  expect(rightShare((await orient(shape)).normals, shape)).toBeGreaterThan(0.99);
});

it('finds it for all points where a third of them carries dipoles', async () => {
  const shape = torus(3000);
  const { normals, middle } = await orient(shape, { maxRepresentatives: 1000 });
  expect(rightShare(normals, shape)).toBe(1);
  // Each dipole stands for three points: the field is that of the whole surface.
  expect(middle).toBeGreaterThan(0.3);
  expect(middle).toBeLessThan(0.7);
});

it('tells inside from outside by the winding field', async () => {
  const queries = Float32Array.from({ length: 4 * 500 }, (_, i) => (i % 4 === 3 ? 0 : 1.1 * (uniform(50, i) - 0.5)));
  const { middle, values } = await orient(torus(3000), { queries });
  expect(middle).toBeGreaterThan(0.3);
  expect(middle).toBeLessThan(0.7);
  let insideCount = 0;
  for (let i = 0; i < 500; i++) {
    const fromRing = Math.hypot(Math.hypot(queries[4 * i]!, queries[4 * i + 1]!) - 0.35, queries[4 * i + 2]!);
    // Within a spacing of the surface the dipoles show one by one.
    if (Math.abs(fromRing - 0.15) < 0.04) continue;
    expect(values[i]! > middle, `query ${i}`).toBe(fromRing < 0.15);
    if (fromRing < 0.15) insideCount++;
  }
  expect(insideCount).toBeGreaterThan(10);
});

describe('of a height field', () => {
  /**
   * Ground with nine roofs above it, and no wall between: every place is seen from above, and each roof a sheet of its
   * own.
   */
  function town(): Shape {
    const positions: number[] = [];
    for (let i = 0; i < 4000; i++) {
      const [x, y] = [uniform(15, 2 * i) - 0.5, uniform(15, 2 * i + 1) - 0.5];
      const isRoof = [x, y].every((value) => Math.abs(3 * value - Math.round(3 * value)) < 0.3);
      positions.push(x, y, isRoof ? 0.15 : 0);
    }
    return {
      positions: Float32Array.from(positions),
      normals: Float32Array.from(positions, (_, i) => (i % 3 === 2 ? 1 : 0)),
    };
  }

  it('all sides are those that are seen together', async () => {
    const shape = town();
    const { normals, evidence } = await orient(shape);
    // Nobody is known to have stood there: up or down is a convention.
    expect(evidence).toBe('open');
    const right = rightShare(normals, shape);
    expect(Math.max(right, 1 - right)).toBeGreaterThan(0.99);
  });
});

describe('of an image', () => {
  it('all sides are those that its camera saw, though nobody told where it stood', async () => {
    const shape = ballBeforeWall([0.3, -0.4, 1.1]);
    const { normals, evidence } = await orient(shape);
    expect(evidence).toBe('density');
    expect(rightShare(normals, shape)).toBeGreaterThan(0.99);
  });

  it('all sides of a room are those that a camera in it saw, though the winding number closes it', async () => {
    const shape = roomImage([-0.3, -0.25, 0.1]);
    const { normals, evidence } = await orient(shape);
    expect(evidence).toBe('density');
    expect(rightShare(normals, shape)).toBeGreaterThan(0.99);
  });
});

describe('with sensors', () => {
  /** A ball scanned from its centre; only points above `height` know that. */
  async function fromCentre(height: number) {
    const shape = sphere(1500);
    const isSeen = (i: number): boolean => shape.positions[3 * i + 2]! >= height;
    const indices = Uint16Array.from({ length: 1500 }, (_, i) => (isSeen(i) ? 0 : NO_SENSOR));
    const found = await orient(shape, { sensors: { places: new Float64Array(3), names: ['one'], indices } });
    return { ...found, right: rightShare(found.normals, shape) };
  }

  it('takes the side that they saw, and the winding field with it', async () => {
    const { right, middle, evidence, sensors } = await fromCentre(-1);
    expect([right, evidence, sensors.uses, sensors.foundCount]).toEqual([0, 'sensors', ['carve'], 0]);
    expect(sensors.beams!.errors).toEqual(new Float64Array(1));
    expect(middle).toBeLessThan(-0.3);
  });

  it('carries it on to points that none is known of', async () => {
    expect((await fromCentre(0.2)).right).toBe(0);
  });
});

describe('with scans of a room', () => {
  const [first, second] = [
    [-0.3, -0.2, 0.05],
    [0.3, 0.25, 0.1],
  ] as const;
  const { positions, normals, stations } = scanRoom([first, second], 500);
  const shape = { positions, normals: normals.filter((_, at) => at % 4 < 3) };
  const scanned = (...places: readonly (readonly number[])[]) =>
    orient(shape, { sensors: { places: Float64Array.from(places.flat()), names: ['a', 'b'], indices: stations } });

  it('that nothing is said of, takes the sides seen from where their points lie as they do', async () => {
    const unknown = [NaN, NaN, NaN];
    const { normals: found, evidence, sensors } = await scanned(unknown, unknown);
    expect([evidence, sensors.uses, sensors.foundCount]).toEqual(['density', [], 2]);
    expect(sensors.beams!.indices).toEqual(stations);
    for (const error of sensors.beams!.errors) expect(error).toBeLessThan(0.02);
    expect(rightShare(found, shape)).toBeGreaterThan(0.99);
  });

  it('that nobody tells apart, takes the sides seen from where they are densest', async () => {
    const scan = scanRoom(
      [
        [-0.3, -0.2, -0.05],
        [0.3, 0.25, -0.08],
      ],
      1500,
    );
    const together = { positions: scan.positions, normals: scan.normals.filter((_, at) => at % 4 < 3) };
    const { normals: found, evidence, sensors } = await orient(together);
    expect([evidence, sensors.foundCount]).toEqual(['density', 2]);
    expect(rightShare(found, together)).toBeGreaterThan(0.99);
  });

  it('of which the points are a random share, asks how densely all of them lie', async () => {
    const all = scanRoom(
      [
        [-0.3, -0.2, -0.05],
        [0.3, 0.25, -0.08],
      ],
      2500,
    );
    const isKept = (point: number): boolean => uniform(61, point) < 0.4;
    const share = {
      positions: all.positions.filter((_, at) => isKept(Math.floor(at / 3))),
      normals: all.normals.filter((_, at) => at % 4 < 3 && isKept(Math.floor(at / 4))),
    };
    const { positions: whole } = all;
    const countAbout = (places: Float32Array, radii: Float32Array): Promise<Uint32Array> => {
      const counts = new Uint32Array(radii.length);
      radii.forEach((radius, i) => {
        const [x, y, z] = [places[3 * i]!, places[3 * i + 1]!, places[3 * i + 2]!];
        for (let at = 0; at < whole.length; at += 3) {
          if ((whole[at]! - x) ** 2 + (whole[at + 1]! - y) ** 2 + (whole[at + 2]! - z) ** 2 <= radius ** 2)
            counts[i]!++;
        }
      });
      return Promise.resolve(counts);
    };
    const { normals: found, evidence } = await orient(share, { counting: { countAbout } });
    expect(evidence).toBe('density');
    // Two thousand points leave the 2 % thick board with planes of both sides.
    expect(rightShare(found, share)).toBeGreaterThan(0.95);
  });

  it('that are said to be from one place, does not believe that of the other', async () => {
    const { normals: found, evidence, sensors } = await scanned(first, first);
    expect([evidence, sensors.uses, sensors.foundCount]).toEqual(['sensors', ['carve', 'none'], 1]);
    expect(sensors.beams!.errors[0]).toBe(0);
    expect(sensors.beams!.errors[1]).toBeGreaterThan(0);
    expect(rightShare(found, shape)).toBeGreaterThan(0.99);
  });
});

it('gives the same bytes twice', async () => {
  const queries = noise(51, 400);
  expect(await orient(sphere(700), { queries })).toEqual(await orient(sphere(700), { queries }));
});

// One point has no neighbours and no field, a leaf no nodes.
it.each([1, 2, 8, 9])('survives %i points', async (count) => {
  const { normals, middle, values } = await orient(sphere(count), { queries: noise(52, 40) });
  for (let i = 0; i < count; i++) {
    expect(Math.hypot(normals[4 * i]!, normals[4 * i + 1]!, normals[4 * i + 2]!)).toBeCloseTo(1, 5);
  }
  expect(middle).toEqual(expect.any(Number));
  expect(Number.isFinite(middle)).toBe(true);
  expect(values.every((value) => Number.isFinite(value))).toBe(true);
});

describe('with normals of the file', () => {
  const events: RunEvent[] = [];
  const run: RunContext = { signal: context.signal, onEvent: (event) => events.push(event) };
  afterEach(() => (events.length = 0));
  const warnings = (): string[] => events.flatMap((event) => (event.type === 'warning' ? [event.message] : []));

  it('takes their side', async () => {
    const shape = sphere(600);
    const { normals, isMirrored } = await orient(shape, { fileNormals: shape.normals.map((value) => 2 * value), run });
    expect(rightShare(normals, shape)).toBe(1);
    expect(isMirrored).toBe(false);
    expect(warnings()).toEqual([]);
  });

  it('finds the surface with their mirror where they point inward, and says so', async () => {
    const shape = sphere(600);
    const { normals, middle, isMirrored } = await orient(shape, {
      fileNormals: shape.normals.map((value) => -2 * value),
      run,
    });
    expect(rightShare(normals, shape)).toBe(1);
    expect(middle).toBeGreaterThan(0.3);
    expect(isMirrored).toBe(true);
    expect(warnings()).toEqual([expect.stringMatching(/^The file's normals point into the closed surface/)]);
  });

  it.each([
    ['that change sides at random', (i: number, _z: number) => uniform(54, i) < 0.5],
    ['that face a viewpoint', (_: number, z: number) => z < 0],
  ])('ignores their sides where they are %s', async (_, isInward) => {
    const shape = sphere(600);
    const fileNormals = shape.normals.map((value, at) =>
      isInward(Math.floor(at / 3), shape.normals[3 * Math.floor(at / 3) + 2]!) ? -value : value,
    );
    const { normals, isMirrored } = await orient(shape, { fileNormals, run });
    expect(rightShare(normals, shape)).toBe(1);
    expect(isMirrored).toBe(false);
    expect(warnings()).toEqual([expect.stringMatching(/change from neighbour to neighbour at 100 % of the points/)]);
  });

  it('ignores sides that differ from part to part', async () => {
    // Of two balls one is inside out: no patch is mixed, and the surface is closed.
    const shape = twoSpheres(3000);
    const fileNormals = shape.normals.map((value, at) => (at < shape.normals.length / 2 ? -value : value));
    expect(rightShare((await orient(shape, { fileNormals, run })).normals, shape)).toBe(1);
    expect(warnings()).toEqual([expect.stringMatching(/fit the surface neither way/)]);
  });

  it('takes single signs as they are, and the sign of the patch where there are many strays', async () => {
    const shape = sphere(1000);
    const strays = async (every: number): Promise<number> => {
      const fileNormals = shape.normals.map((value, at) => (Math.floor(at / 3) % every === 0 ? -value : value));
      return rightShare((await orient(shape, { fileNormals, run })).normals, shape);
    };
    expect(await strays(50)).toBe(0.98);
    expect(await strays(20)).toBe(1);
    expect(warnings()).toEqual([]);
  });

  it('fills in the few that are of no use', async () => {
    const shape = sphere(600);
    const fileNormals = shape.normals.slice();
    for (let i = 0; i < 600; i += 6) fileNormals.fill(i % 12 === 0 ? NaN : 0, 3 * i, 3 * i + 3);
    expect(rightShare((await orient(shape, { fileNormals, run })).normals, shape)).toBe(1);
    expect(warnings()).toEqual([]);
  });

  it('ignores garbage and says so', async () => {
    const shape = sphere(600);
    const { normals } = await orient(shape, { fileNormals: noise(53, 1800), run });
    expect(rightShare(normals, shape)).toBe(1);
    expect(warnings()).toEqual([expect.stringMatching(/normals fit .* at \d\d % /)]);
  });
});

// Before anything, before the rounds on the device, and after them.
it.each(['at once', 'buildWindingTree', 'repairPatches'])('stops with the reason of the signal, %s', async (moment) => {
  const gpu = await testGpu();
  const controller = new AbortController();
  const reason = new Error('enough');
  if (moment === 'at once') controller.abort(reason);
  const host = await testHost();
  const abortingHost: Host = {
    ...host,
    runTask: (task, args) => {
      if (task.taskName === moment) controller.abort(reason);
      return host.runTask(task, args);
    },
  };
  using scope = new BufferScope(gpu, 'test');
  const input = await orientationInput(scope, sphere(1000));
  const run: RunContext = { signal: controller.signal, onEvent: () => undefined };
  await expect(orientNormals(stageOf(gpu, { scope, host: abortingHost, context: run }), input)).rejects.toBe(reason);
});
