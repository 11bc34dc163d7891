/**
 * A surface in parts, finished part by part, against the same surface finished as a whole: on a closed body, on a sheet
 * with borders and holes, on a room with loose pieces, in 2, 4 and 7 parts.
 */
import { beforeAll, describe, expect, it } from 'vitest';
import type { Frame } from '../../../src/engine/cloud/frame.ts';
import { toWorld } from '../../../src/engine/cloud/frame.ts';
import { dropClutter } from '../../../src/engine/finish/clutter.ts';
import { withVertices } from '../../../src/engine/finish/finish-mesh.ts';
import { FREE_CELLS } from '../../../src/engine/finish/free-space.ts';
import { judgeHoles } from '../../../src/engine/finish/judge-holes.ts';
import { openFlags, withOpenHolesSteps } from '../../../src/engine/finish/open-holes.ts';
import { trimMesh } from '../../../src/engine/finish/trim-mesh.ts';
import { writePlyRuns } from '../../../src/engine/formats/write/write-ply-runs.ts';
import { writeMesh } from '../../../src/engine/formats/write/write-mesh.ts';
import type { RunEvent } from '../../../src/engine/events.ts';
import { gridFrame, normToVoxel } from '../../../src/engine/grid/grid-frame.ts';
import { finishSteps } from '../../../src/engine/host/steps.ts';
import { gatherTriples } from '../../../src/engine/math/gather-triples.ts';
import { randomBits, unitFloat } from '../../../src/engine/math/random.ts';
import { faceUp } from '../../../src/engine/mesh/facing.ts';
import { vertexNormals } from '../../../src/engine/mesh/normals.ts';
import { partFanSteps } from '../../../src/engine/mesh/part-fans.ts';
import { topologySteps } from '../../../src/engine/mesh/topology.ts';
import type { TriangleMesh } from '../../../src/engine/mesh/triangle-mesh.ts';
import { type TileSurfacePart, weldParts } from '../../../src/engine/tiles/extract-tiles.ts';
import { finishStreamed, type StreamedFound } from '../../../src/engine/tiles/streamed/finish-streamed.ts';
import { streamedMesh } from '../../../src/engine/tiles/streamed/streamed-mesh.ts';
import { streamSurface } from '../../../src/engine/tiles/streamed/streamed-surface.ts';
import type { UnitBox } from '../../../src/engine/tiles/unit-box.ts';
import { MemoryScratch } from '../../memory-scratch.ts';
import { quietContext } from '../../run-context.ts';
import { implicitMesh } from '../../shapes/implicit-mesh.ts';

type Place = readonly [number, number, number];

const CELLS = 64;
const GRID = gridFrame(CELLS);
const SEED = 7;
const FRAME: Frame = { centre: [3, -2, 5], worldPerNorm: 12.5 };
const SHIFT = [500_000, 0, 100] as const;
const LENGTHS = { voxelNorm: GRID.voxelNorm, noiseNorm: 0, neighbourCount: 12 };
const HOLE_RADIUS = 0.06;

interface Shape {
  readonly name: string;
  /** Negative inside. */
  readonly value: (place: Place) => number;
  /** Balls without points: centre and radius. */
  readonly missing: readonly (readonly [number, number, number, number])[];
}

const wave = (x: number, y: number): number =>
  0.08 * Math.sin(7 * x) * Math.cos(9 * y) + 0.03 * Math.sin(23 * x + 5 * y);
const inBox = ([x, y, z]: Place, [a, b, c]: Place): number =>
  Math.max(Math.abs(x) - a, Math.abs(y) - b, Math.abs(z) - c);
const ball = ([x, y, z]: Place, [a, b, c]: Place, radius: number): number => Math.hypot(x - a, y - b, z - c) - radius;

const SHAPES: readonly Shape[] = [
  {
    name: 'a gyroid',
    value: ([x, y, z]) => {
      const [a, b, c] = [7 * x, 7 * y, 7 * z];
      const wall = Math.sin(a) * Math.cos(b) + Math.sin(b) * Math.cos(c) + Math.sin(c) * Math.cos(a);
      return Math.max(Math.abs(wall) - 0.7, Math.hypot(x, y, z) - 0.47);
    },
    // Within the hole radius, across sides of parts and beyond.
    missing: [
      [0.25, 0.02, 0.36, 0.05],
      [-0.3, -0.2, 0.1, 0.05],
      [0, 0, -0.47, 0.09],
    ],
  },
  {
    name: 'a sheet',
    value: ([x, y, z]) => z - wave(x, y),
    missing: [
      ...Array.from({ length: 9 }, (_, i): readonly [number, number, number, number] => {
        const [x, y] = [0.3 * ((i % 3) - 1) + 0.02 * i, 0.3 * (Math.floor(i / 3) - 1)];
        return [x, y, wave(x, y), 0.03 + 0.006 * i];
      }),
      // Beyond these the sheet has no points, and ends.
      [0.7, 0.6, 0, 0.3],
      [-0.7, 0.1, 0, 0.22],
    ],
  },
  {
    name: 'a room',
    value: (place) => {
      const walls = -inBox(place, [0.36, 0.3, 0.23]);
      const table = inBox([place[0], place[1], place[2] + 0.1], [0.2, 0.12, 0.025]);
      // Too small to stay, small and large enough, and one without points.
      const things = [
        ball(place, [0.25, 0.15, 0.1], 0.05),
        ball(place, [-0.27, -0.2, 0.1], 0.014),
        ball(place, [0, 0.2, 0.12], 0.05),
      ];
      return Math.min(walls, table, ...things);
    },
    missing: [
      [0, 0.2, 0.12, 0.09],
      [0.36, 0, 0, 0.1],
      [-0.2, 0.3, 0.1, 0.05],
      [-0.1, -0.05, -0.1, 0.07],
      [0, 0, -0.23, 0.14],
    ],
  },
];

const random = (stream: number, i: number): number => unitFloat(randomBits(SEED, stream, i));

/** Boxes of a cube in so many parts, each cut at some place, not in the middle. */
function boxesOf(count: number): UnitBox[] {
  const boxes: UnitBox[] = [{ low: [0, 0, 0], high: [32, 32, 32] }];
  for (let cut = 0; boxes.length < count; cut++) {
    const { low, high } = boxes.shift()!;
    const axis = cut % 3;
    const at = Math.round(low[axis]! + (0.35 + 0.3 * random(1, cut)) * (high[axis]! - low[axis]!));
    const upTo = high.map((value, i) => (i === axis ? at : value)) as unknown as UnitBox['high'];
    const from = low.map((value, i) => (i === axis ? at : value)) as unknown as UnitBox['low'];
    boxes.push({ low, high: upTo }, { low: from, high });
  }
  return boxes;
}

interface MeasuredShape {
  readonly positions: Float32Array<ArrayBuffer>;
  readonly indices: Uint32Array<ArrayBuffer>;
  readonly squared: Float32Array<ArrayBuffer>;
  readonly radii: Float32Array<ArrayBuffer>;
  readonly colors: Uint8Array<ArrayBuffer>;
  readonly points: Float32Array<ArrayBuffer>;
}

/** A shape with points at half of its vertices, where none are missing, and how far they are from each vertex. */
function measured({ value, missing }: Shape): MeasuredShape {
  const mesh = implicitMesh({ value, cells: CELLS, halfWidth: 0.55, isRaw: true });
  const positions = Float32Array.from(mesh.positions);
  const count = positions.length / 3;
  const at = (i: number): Place => [positions[3 * i]!, positions[3 * i + 1]!, positions[3 * i + 2]!];
  const isMissing = (i: number): boolean => missing.some(([x, y, z, r]) => ball(at(i), [x, y, z], r) < 0);
  const chosen = Uint32Array.from({ length: count }, (_, i) => i).filter((i) => random(2, i) < 0.5 && !isMissing(i));
  const points = gatherTriples(positions, chosen, new Float32Array(3 * chosen.length));
  return {
    positions,
    indices: mesh.indices,
    squared: nearestOf(points, positions).squared,
    // The spacing differs from place to place.
    radii: Float32Array.from(
      { length: count },
      (_, i) => (0.02 + 0.012 * random(3, i)) * (1 + 0.3 * Math.sin(9 * at(i)[0])),
    ),
    colors: Uint8Array.from({ length: 3 * count }, (_, i) => Math.floor(256 * random(4, i))),
    points,
  };
}

/** The point nearest to each position, and how far it is: what lies beyond some cells of a grid has none. */
function nearestOf(points: Float32Array, positions: Float32Array) {
  const [side, width, rings] = [0.02, 128, 14];
  const cellOf = (value: number): number => Math.floor(value / side) + width / 2;
  const cells = new Map<number, number[]>();
  for (let i = 0; i < points.length; i += 3) {
    const key = (cellOf(points[i + 2]!) * width + cellOf(points[i + 1]!)) * width + cellOf(points[i]!);
    const list = cells.get(key);
    if (list) list.push(i / 3);
    else cells.set(key, [i / 3]);
  }
  const squared = new Float32Array(positions.length / 3).fill(1);
  const nearest = new Uint32Array(positions.length / 3);
  for (let i = 0; i < squared.length; i++) {
    const [px, py, pz] = [positions[3 * i]!, positions[3 * i + 1]!, positions[3 * i + 2]!];
    const [x, y, z] = [cellOf(px), cellOf(py), cellOf(pz)];
    for (let ring = 0; ring <= rings && squared[i]! > ((ring - 1) * side) ** 2; ring++) {
      for (let c = -ring; c <= ring; c++) {
        for (let b = -ring; b <= ring; b++) {
          const isFace = Math.abs(b) === ring || Math.abs(c) === ring;
          for (let a = -ring; a <= ring; a += isFace ? 1 : 2 * ring) {
            for (const point of cells.get(((z + c) * width + y + b) * width + x + a) ?? []) {
              const distance =
                (points[3 * point]! - px) ** 2 +
                (points[3 * point + 1]! - py) ** 2 +
                (points[3 * point + 2]! - pz) ** 2;
              if (distance >= squared[i]!) continue;
              squared[i] = distance;
              nearest[i] = point;
            }
          }
        }
      }
    }
  }
  return { squared, nearest };
}

/** Parts as tiles make them; what two of them say of a vertex differs, and the first one's counts. */
function partsOf(shape: MeasuredShape, boxes: readonly UnitBox[]): TileSurfacePart[] {
  const { positions, indices } = shape;
  return boxes.map((box, number) => {
    const isIn = (triangle: number): boolean =>
      ([0, 1, 2] as const).every((axis) => {
        const corners = [0, 1, 2].map((k) => positions[3 * indices[3 * triangle + k]! + axis]!);
        const unit = (32 * normToVoxel((corners[0]! + corners[1]! + corners[2]!) / 3, GRID.voxelNorm)) / CELLS;
        return unit >= box.low[axis] && unit < box.high[axis];
      });
    const own = Uint32Array.from({ length: indices.length / 3 }, (_, i) => i).filter(isIn);
    const places = new Map<number, number>();
    const corners = Uint32Array.from(own).reduce<number[]>((all, triangle) => {
      for (let k = 0; k < 3; k++) {
        const vertex = indices[3 * triangle + k]!;
        if (!places.has(vertex)) places.set(vertex, places.size);
        all.push(places.get(vertex)!);
      }
      return all;
    }, []);
    const sources = Uint32Array.from(places.keys());
    const surface = {
      positions: gatherTriples(positions, sources, new Float32Array(3 * sources.length)),
      indices: Uint32Array.from(corners),
    };
    const differs = 1 + 0.4 * number;
    return {
      box,
      surface,
      measured: {
        squared: Float32Array.from(sources, (vertex) => shape.squared[vertex]! * differs),
        radii: Float32Array.from(sources, (vertex) => shape.radii[vertex]! / differs),
        neighbourCount: LENGTHS.neighbourCount,
        colors: gatherTriples(shape.colors, sources, new Uint8Array(3 * sources.length)).map((value) => value ^ number),
      },
    };
  });
}

/** Noise of its own has what lies to one side. */
const deviationsOf = (positions: Float32Array): Float32Array<ArrayBuffer> =>
  Float32Array.from({ length: positions.length / 3 }, (_, i) => (positions[3 * i + 1]! < -0.1 ? 0.014 : 0));

/** Beams crossed the upper part of the cube. */
const isFree = new Uint8Array(FREE_CELLS ** 3).fill(1, (FREE_CELLS ** 3 * 3) / 4);

async function* each<T>(values: readonly T[]): AsyncIterable<T> {
  for (const value of values) yield await Promise.resolve(value);
}

const planesOf = (points: Float32Array): Float32Array =>
  Float32Array.from({ length: (4 * points.length) / 3 }, (_, i) => (i % 4 === 3 ? 0.9 : 0));
const SPACING = 0.02;

/** What `reconstruct` does with the surface, without a device. */
async function finishedWhole(parts: readonly TileSurfacePart[], points: Float32Array) {
  const { positions, indices, support, colors } = await weldParts({ context: quietContext }, each(parts), GRID);
  const deviations = deviationsOf(positions);
  const trimmed = trimMesh({
    positions,
    indices,
    ...support!,
    ...LENGTHS,
    deviations,
    isFree,
    holeRadiusNorm: HOLE_RADIUS,
  });
  const nearestVertex = nearestOf(trimmed.positions, points).nearest;
  const clear =
    trimmed.componentCount < 2
      ? { ...trimmed, sources: trimmed.sources.map((_, i) => i), clutterComponents: 0 }
      : dropClutter({ ...trimmed, nearestVertex, planes: planesOf(points), spacingNorm: SPACING });
  const sources = clear.sources.map((vertex) => trimmed.sources[vertex]!);
  const radii = Float32Array.from(sources, (vertex) => support!.radii[vertex]!);
  const squared = Float32Array.from(sources, (vertex) => support!.squared[vertex]!);
  const noise = { deviations: deviationsOf(clear.positions) };
  const judged = judgeHoles({ ...clear, squared, radii, ...LENGTHS, ...noise, isAuto: true });
  const faced = {
    ...clear,
    indices: faceUp(clear.positions, clear.indices).indices,
    sources,
    spacings: radii,
    report: { farTriangles: 0, trimmedTriangles: 0, droppedComponents: 0, clutterComponents: 0 },
    holes: judged,
    colors: gatherTriples(colors!, sources, new Uint8Array(3 * sources.length)),
  };
  const sound = withVertices(faced, finishSteps(partFanSteps(faced.positions, faced.indices)));
  const world = toWorld(sound.positions, FRAME) as Float32Array<ArrayBuffer>;
  const closed: TriangleMesh = {
    positions: world,
    indices: sound.indices,
    normals: vertexNormals(world, sound.indices),
    colors: sound.colors,
    shift: SHIFT,
  };
  const mesh = finishSteps(withOpenHolesSteps({ closed, patches: judged.patches }, openFlags(judged)));
  return { mesh, judged, trimmed, clutter: clear.clutterComponents };
}

async function finishedByParts(parts: readonly TileSurfacePart[], points: Float32Array, scratch: MemoryScratch) {
  const surface = await streamSurface(
    each(parts),
    GRID,
    ({ surface: { positions }, measured: support }) =>
      Promise.resolve({ ...support!, ...LENGTHS, deviations: deviationsOf(positions) }),
    scratch,
    quietContext,
  );
  const clutter = {
    nearestOf: (positions: Float32Array) => Promise.resolve(nearestOf(positions, points).nearest),
    planes: planesOf(points),
    spacingNorm: SPACING,
  };
  const how = { holeRadiusNorm: HOLE_RADIUS, isFree, facesUp: true, flip: false, isAutoHoles: true, frame: FRAME };
  const input = { ...LENGTHS, ...how, clutter: () => Promise.resolve(clutter) };
  const shares: number[] = [];
  const onEvent = (event: RunEvent): void => void (event.type === 'stage-progressed' && shares.push(event.share));
  const found = await finishStreamed(surface, input, scratch, { ...quietContext, onEvent });
  expect(shares.length).toBeGreaterThan(3);
  expect(shares).toEqual(shares.toSorted((a, b) => a - b));
  return found;
}

async function bytesOf(
  write: (sink: { write(bytes: Uint8Array): Promise<void> }) => Promise<unknown>,
): Promise<Buffer> {
  const chunks: Buffer[] = [];
  await write({ write: (bytes) => Promise.resolve(void chunks.push(Buffer.from(bytes))) });
  return Buffer.concat(chunks);
}

const seen = { trimmed: 0, dropped: 0, clutter: 0, opened: 0, closed: 0, parted: 0, seamed: 0 };

describe.each(SHAPES)('$name', (shape) => {
  let surface: MeasuredShape;
  beforeAll(() => {
    surface = measured(shape);
  });

  it.each([2, 4, 7])('in %i parts is the mesh that it is as a whole, to the byte', async (count) => {
    const parts = partsOf(surface, boxesOf(count));
    const whole = await finishedWhole(parts, surface.points);
    const found: StreamedFound = await finishedByParts(parts, surface.points, new MemoryScratch());
    const mesh = await streamedMesh(found.surface, SHIFT, quietContext);
    const [wanted, got] = await Promise.all([
      bytesOf((sink) => writeMesh(whole.mesh, 'ply', sink, quietContext)),
      bytesOf((sink) => writePlyRuns(mesh, 'binary', sink, quietContext)),
    ]);
    expect(got.toString('latin1', 0, 300)).toBe(wanted.toString('latin1', 0, 300));
    expect(got.equals(wanted)).toBe(true);

    const { area, signedVolume, largestComponentShare, ...counts } = finishSteps(
      topologySteps(whole.mesh.positions, whole.mesh.indices),
    );
    expect(found.topology).toMatchObject(counts);
    // Of a closed mesh both are measured before they are brought to the unit of the file.
    expect(found.topology.area / area).toBeCloseTo(1, 7);
    // That of an open mesh depends on where the origin is.
    if (counts.watertight) expect(found.topology.signedVolume / signedVolume).toBeCloseTo(1, 6);
    expect(found.topology.largestComponentShare).toBeCloseTo(largestComponentShare, 7);
    expect(found).toMatchObject({
      trimmedTriangles: whole.trimmed.trimmedTriangles,
      droppedComponents: whole.trimmed.droppedComponents + whole.clutter,
    });
    expect(found.holes.closableCount).toBe(whole.judged.patches.length);
    const said = (holes: typeof found.holes.holes) =>
      holes.map(({ isOpen, reason, area: size }) => [isOpen, reason, size.toFixed(7)]);
    expect(said(found.holes.holes)).toEqual(said(whole.judged.holes));

    seen.trimmed += whole.trimmed.trimmedTriangles;
    seen.dropped += whole.trimmed.droppedComponents;
    seen.clutter += whole.clutter;
    const flags = openFlags(whole.judged);
    seen.opened += flags.filter((isOpen) => isOpen).length;
    seen.closed += flags.filter((isOpen) => !isOpen).length;
    seen.parted += found.surface.copies.count;
    seen.seamed += found.surface.seamTwins.filter((twin) => twin !== 0xffffffff).length;
  });
});

it('what these shapes are there for came about', () => {
  for (const [what, count] of Object.entries(seen)) expect(count, what).toBeGreaterThan(0);
});
