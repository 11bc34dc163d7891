/** The surfaces that the samples were drawn from (samples/make.mjs), as distances. */

export type Point = readonly [number, number, number];

/** Distance of a point close to the surface that a sample was drawn from, in the sample's unit. */
export const DISTANCE: Readonly<Record<string, (point: Point) => number>> = {
  'bracket.ply': bracket,
  'lattice.ply': lattice,
  'hill.ply': hill,
};

/** The L-profile pulled along z, less the bore along x: exact but within the profile's one concave corner. */
function bracket([x, y, z]: Point): number {
  const box = (width: number, height: number): number => {
    const [dx, dy] = [Math.abs(x - width / 2) - width / 2, Math.abs(y - height / 2) - height / 2];
    return Math.hypot(Math.max(dx, 0), Math.max(dy, 0)) + Math.min(Math.max(dx, dy), 0);
  };
  const profile = Math.min(box(80, 12), box(12, 60));
  const depth = Math.abs(z - 25) - 25;
  const solid = Math.hypot(Math.max(profile, 0), Math.max(depth, 0)) + Math.min(Math.max(profile, depth), 0);
  const bore = 11 - Math.hypot(y - 38, z - 25);
  return Math.abs(Math.max(solid, bore));
}

/** The implicit function of the joined rods over the length of its gradient: exact to first order. */
function lattice(point: Point): number {
  const value = ([x, y, z]: Point): number => {
    let sum = 0;
    const add = (along: number, from: number, across: number): void => {
      const beyond = along - Math.min(from + 1, Math.max(from, along));
      sum += Math.exp(-Math.hypot(beyond, across) / 0.05);
    };
    for (let i = 0; i <= 2; i++) {
      for (let j = 0; j <= 2; j++) {
        for (let from = 0; from < 2; from++) {
          add(x, from, Math.hypot(y - i, z - j));
          add(y, from, Math.hypot(x - i, z - j));
          add(z, from, Math.hypot(x - i, y - j));
        }
      }
    }
    return -0.05 * Math.log(sum) - 0.16;
  };
  return Math.abs(value(point)) / slope(value, point, 1e-5);
}

/** The height field over the length of the gradient of z − h(x, y). */
function hill(point: Point): number {
  const value = ([x, y, z]: Point): number =>
    z -
    18 * Math.exp(-((x - 40) ** 2 + (y - 55) ** 2) / 500) -
    9 * Math.exp(-((x - 75) ** 2 + (y - 25) ** 2) / 220) -
    1.5 * Math.sin(x / 7) * Math.cos(y / 9);
  return Math.abs(value(point)) / slope(value, point, 1e-4);
}

function slope(value: (point: Point) => number, [x, y, z]: Point, step: number): number {
  return (
    Math.hypot(
      value([x + step, y, z]) - value([x - step, y, z]),
      value([x, y + step, z]) - value([x, y - step, z]),
      value([x, y, z + step]) - value([x, y, z - step]),
    ) /
    (2 * step)
  );
}
