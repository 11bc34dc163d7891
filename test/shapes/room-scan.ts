/**
 * A room with furniture, scanned by beams at even angles from stations within: points, sides and spacing in closed
 * form.
 */
import type { Triple } from '../../src/engine/math/triple.ts';

type Box = readonly [low: Triple, high: Triple];

/** 1 × .8 × .5 about 0 0 0. */
const ROOM: Box = [
  [-0.5, -0.4, -0.25],
  [0.5, 0.4, 0.25],
];
const FURNITURE: readonly Box[] = [
  [
    [-0.2, -0.15, -0.08],
    [0.15, 0.1, -0.06],
  ],
  [
    [-0.49, 0.1, -0.24],
    [-0.35, 0.35, 0.12],
  ],
  [
    [0.2, -0.35, -0.24],
    [0.45, -0.2, -0.1],
  ],
];

export interface RoomScan {
  /** [3 × count] */
  readonly positions: Float32Array<ArrayBuffer>;
  /** [4 × count] unit, towards the station. */
  readonly normals: Float32Array<ArrayBuffer>;
  /** [count] d/√cos times the angle between beams. */
  readonly spacings: Float32Array<ArrayBuffer>;
  /** [count] */
  readonly stations: Uint16Array<ArrayBuffer>;
}

/** @param beamCount from each station */
export function scanRoom(stations: readonly Triple[], beamCount: number): RoomScan {
  const angle = Math.sqrt((4 * Math.PI) / beamCount);
  const points = stations.flatMap((station, index) =>
    Array.from({ length: beamCount }, (_, i) => {
      const z = 1 - (2 * (i + 0.5)) / beamCount;
      const [ring, turn] = [Math.sqrt(1 - z * z), i * Math.PI * (3 - Math.sqrt(5))];
      const beam: Triple = [ring * Math.cos(turn), ring * Math.sin(turn), z];
      const { way, axis } = firstHit(station, beam);
      const normal = [0, 1, 2].map((a) => (a === axis ? -Math.sign(beam[a]) : 0));
      const position = station.map((from, a) => from + way * beam[a]!);
      return { position, normal: [...normal, 1], spacing: (angle * way) / Math.sqrt(Math.abs(beam[axis])), index };
    }),
  );
  return {
    positions: Float32Array.from(points.flatMap(({ position }) => position)),
    normals: Float32Array.from(points.flatMap(({ normal }) => normal)),
    spacings: Float32Array.from(points, ({ spacing }) => spacing),
    stations: Uint16Array.from(points, ({ index }) => index),
  };
}

interface Hit {
  readonly way: number;
  /** Of the face's normal. */
  readonly axis: 0 | 1 | 2;
}

function firstHit(from: Triple, beam: Triple): Hit {
  const hits = FURNITURE.map((box) => through(box, from, beam)).filter(
    ({ entry, exit }) => entry.way > 0 && entry.way < exit.way,
  );
  return [...hits.map(({ entry }) => entry), through(ROOM, from, beam).exit].reduce((a, b) => (b.way < a.way ? b : a));
}

/** Where a line enters a box and leaves it; the other way round where it misses it. */
function through([low, high]: Box, from: Triple, beam: Triple): { entry: Hit; exit: Hit } {
  let entry: Hit = { way: -Infinity, axis: 0 };
  let exit: Hit = { way: Infinity, axis: 0 };
  for (const axis of [0, 1, 2] as const) {
    const [a, b] = [(low[axis] - from[axis]) / beam[axis], (high[axis] - from[axis]) / beam[axis]];
    if (Math.min(a, b) > entry.way) entry = { way: Math.min(a, b), axis };
    if (Math.max(a, b) < exit.way) exit = { way: Math.max(a, b), axis };
  }
  return { entry, exit };
}
