import { describe, expect, it } from 'vitest';
import { faceUp as face, flipped } from '../../../src/engine/mesh/facing.ts';

const faceUp = (positions: Float32Array, indices: Uint32Array<ArrayBuffer>) => face(positions, indices).indices;

/** A hilly square over the axes `u` and `v`, its front towards u × v. */
function sheet(u: number, v: number, height = 0): { positions: Float32Array; indices: Uint32Array<ArrayBuffer> } {
  const w = 3 - u - v;
  const positions = new Float32Array(3 * 16);
  for (let i = 0; i < 16; i++) {
    positions[3 * i + u] = i % 4;
    positions[3 * i + v] = Math.floor(i / 4);
    positions[3 * i + w] = height + 0.3 * Math.sin(i);
  }
  const indices: number[] = [];
  for (let row = 0; row < 3; row++) {
    for (let column = 0; column < 3; column++) {
      const a = 4 * row + column;
      indices.push(a, a + 1, a + 5, a, a + 5, a + 4);
    }
  }
  return { positions, indices: Uint32Array.from(indices) };
}

describe('faceUp', () => {
  it.each([
    ['z', 0, 1],
    ['y', 2, 0],
  ])('turns a sheet seen from below, %s up', (_axis, u, v) => {
    const { positions, indices } = sheet(u, v);
    expect(faceUp(positions, indices)).toBe(indices);
    expect(faceUp(positions, flipped(indices))).toEqual(indices);
  });

  it('judges every sheet by itself, the ground first', () => {
    const ground = sheet(0, 1);
    const roof = sheet(0, 1, 5);
    const half = roof.indices.slice(0, 24); // smaller than the ground
    const positions = Float32Array.from([...ground.positions, ...roof.positions]);
    const together = Uint32Array.from([...ground.indices, ...flipped(half).map((i) => i + 16)]);
    expect(faceUp(positions, together)).toEqual(Uint32Array.from([...ground.indices, ...half.map((i) => i + 16)]));
  });

  it('leaves a wall alone', () => {
    const { positions, indices } = sheet(1, 2);
    const back = flipped(indices);
    expect(faceUp(positions, indices)).toBe(indices);
    expect(faceUp(positions, back)).toBe(back);
  });

  it('leaves what has no front alone: a closed shape, an empty mesh', () => {
    const positions = Float32Array.from([0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0, 1]);
    const closed = flipped(Uint32Array.from([0, 2, 1, 0, 1, 3, 0, 3, 2, 1, 2, 3]));
    expect(faceUp(positions, closed)).toBe(closed);
    const none = new Uint32Array(0);
    expect(faceUp(new Float32Array(0), none)).toBe(none);
  });
});

describe('what is built', () => {
  type Corner = readonly [number, number, number];
  type Face = readonly [Corner, Corner, Corner];
  /** Rectangles by a corner and two sides, each a front that a × b points to; `turned` all the other way. */
  function built(faces: readonly Face[], turned = false) {
    const corners = faces.flatMap(([o, a, b]) => [
      o,
      o.map((x, k) => x + a[k]!),
      o.map((x, k) => x + a[k]! + b[k]!),
      o.map((x, k) => x + b[k]!),
    ]);
    const triangles = faces.flatMap((_, f) => [0, 1, 2, 0, 2, 3].map((corner) => 4 * f + corner));
    // Joined by slivers without area, as the sides of a street are.
    const joints = faces.slice(1).flatMap((_, f) => [4 * f, 4 * f + 4, 4 * f]);
    const indices = Uint32Array.from([...triangles, ...joints]);
    return { positions: Float32Array.from(corners.flat()), indices: turned ? flipped(indices) : indices };
  }
  type Place = (x: number, y: number, z: number) => Corner;
  const zUp: Place = (x, y, z) => [x, y, z];
  /** A road 60 long and 10 wide, which may rise along its length, and the houses on both sides. */
  const roadAndHouses = (height: number, { at = zUp, rise = 0 }: { at?: Place; rise?: number } = {}): Face[] => [
    [at(0, -5, 0), at(60, 0, rise), at(0, 10, 0)],
    [at(0, 5, 0), at(60, 0, rise), at(0, 0, height)],
    [at(0, -5, 0), at(0, 0, height), at(60, 0, rise)],
  ];
  /** Over one of the houses a roof may reach. */
  const street = (height: number, turned: boolean, up: 'y' | 'z' = 'z', roof = 0) => {
    const at: Place = up === 'z' ? zUp : (x, y, z) => [y, z, x];
    const roofs: Face[] = roof > 0 ? [[at(0, -5, height), at(0, roof, 0), at(60, 0, 0)]] : [];
    return built([...roadAndHouses(height, { at }), ...roofs], turned);
  };
  const isTurned = ({ positions, indices }: ReturnType<typeof built>): boolean => {
    const { indices: faced, isByLevels } = face(positions, indices);
    expect(isByLevels).toBe(faced !== indices);
    return faced !== indices;
  };

  it('faces up between its walls, z or y up', () => {
    expect([street(12, true), street(12, true, 'y'), street(12, false)].map(isTurned)).toEqual([true, true, false]);
  });

  it('is told before what the largest wall faces', () => {
    // One side of the street alone, which is a sheet along y as well, and lies towards it.
    const side = (turned: boolean) =>
      built(
        roadAndHouses(20).filter((_, face) => face !== 1),
        turned,
      );
    expect(isTurned(side(false))).toBe(false);
    const { positions, indices } = side(true);
    expect(face(positions, indices).indices).toEqual(side(false).indices);
    // Pieces beside it face up along its axis, not along that of the wall.
    const paving = [0, 60, 0, 30, 60, 0, 30, 90, 0, 0, 90, 0];
    const last = positions.length / 3;
    const beside = Uint32Array.from([...indices, ...[0, 2, 1, 0, 3, 2].map((corner) => last + corner)]);
    const found = face(Float32Array.from([...positions, ...paving]), beside).indices.subarray(indices.length);
    expect([...found]).toEqual([0, 1, 2, 0, 2, 3].map((corner) => last + corner));
  });

  it('has levels of .15', () => {
    // 10 of 10 + 2 h.
    const heightOf = (share: number): number => 5 / share - 5;
    expect([0.1485, 0.1515].map((share) => isTurned(street(heightOf(share), true)))).toEqual([false, true]);
  });

  it('has four levels of five on one side', () => {
    // A roof of width w faces down where the road faces up: (10 − w) / (10 + w).
    const roofOf = (share: number): number => (10 * (1 - share)) / (1 + share);
    expect([0.792, 0.808].map((share) => isTurned(street(8, true, 'z', roofOf(share))))).toEqual([false, true]);
  });

  /** The street with banks that neither are levels nor walls, so wide. */
  const banked = (width: number, slope: number) => {
    const [across, upward] = [width * Math.cos(slope), width * Math.sin(slope)];
    const banks: Face[] = [
      [zUp(0, 5, 7), zUp(60, 0, 0), zUp(0, across, upward)],
      [zUp(0, -5, 7), zUp(0, -across, upward), zUp(60, 0, 0)],
    ];
    return built([...roadAndHouses(7), ...banks], true);
  };

  it('is of levels and walls at .7 of its area', () => {
    // 24 of 24 + 2 w, the banks at 70°, which leaves the whole no sheet.
    const widthOf = (share: number): number => 12 / share - 12;
    const slope = (70 / 180) * Math.PI;
    expect([0.693, 0.707].map((share) => isTurned(banked(widthOf(share), slope)))).toEqual([false, true]);
  });

  it('has levels up to a cosine of .95, and walls from one of .25 on', () => {
    // Banks of twice 8 beside 24: below .7 where they are neither.
    const at = (cosine: number): boolean => isTurned(banked(8, Math.acos(cosine)));
    expect([0.2475, 0.2525].map(at)).toEqual([true, false]);
    // A road that rises along its length.
    const ramp = (cosine: number): boolean => {
      const rise = 60 * Math.tan(Math.acos(cosine));
      return isTurned(built(roadAndHouses(12, { rise }), true));
    };
    expect([0.9405, 0.9595].map(ramp)).toEqual([false, true]);
  });

  it('stands open by half of its levels', () => {
    // A slope over the street, which is no level, and covers all of its ten but that share.
    const covered = (share: number) => {
      const width = 10 * (1 - share);
      return built([...roadAndHouses(12), [zUp(0, -5, 12), zUp(0, width, width), zUp(60, 0, 0)]], true);
    };
    expect([0.495, 0.505].map((share) => isTurned(covered(share)))).toEqual([false, true]);
  });

  it('is no house, whose only level is its floor', () => {
    const house = built([
      [zUp(0, -5, 0), zUp(0, 10, 0), zUp(20, 0, 0)],
      [zUp(0, 5, 0), zUp(0, 0, 8), zUp(20, 0, 0)],
      [zUp(0, -5, 0), zUp(20, 0, 0), zUp(0, 0, 8)],
      [zUp(0, -5, 0), zUp(0, 0, 8), zUp(0, 10, 0)],
      [zUp(20, -5, 0), zUp(0, 10, 0), zUp(0, 0, 8)],
      [zUp(0, 5, 8), zUp(0, -5, 4), zUp(20, 0, 0)],
      [zUp(0, -5, 8), zUp(20, 0, 0), zUp(0, 5, 4)],
    ]);
    expect(isTurned(house)).toBe(false);
  });
});

it('flipped twice is the same', () => {
  const { indices } = sheet(0, 1);
  expect(flipped(flipped(indices))).toEqual(indices);
});
