/**
 * The named views and the camera that just holds a shape. The lens is long (a field of view of 20 degrees), close to
 * the parallel projection of drawings, with enough perspective left to tell near from far.
 */
import type { Vector, ViewCamera } from './sheet.ts';

export type UpAxis = 'y' | 'z';

/** Azimuth from the front, anticlockwise seen from above, and elevation above the horizon, in degrees. */
const VIEW_ANGLES = {
  front: [0, 10],
  side: [90, 10],
  right: [90, 10],
  back: [180, 10],
  left: [270, 10],
  top: [0, 90],
  bottom: [0, -90],
  corner: [35, 30],
  rear: [215, 30],
} as const satisfies Readonly<Record<string, readonly [number, number]>>;

export type ViewName = keyof typeof VIEW_ANGLES;

export const VIEW_NAMES = Object.keys(VIEW_ANGLES) as ViewName[];

const FIELD_OF_VIEW = 20;
/** Part of the picture that the shape may fill. */
const FILL = 0.9;
/** Room before and behind the shape, picture space. */
const DEPTH_MARGIN = 0.02;

export interface FitOptions {
  readonly upAxis: UpAxis;
  /** Width by height of one picture. */
  readonly aspect: number;
  /** Part of the depth that the near plane cuts away, 0…1. */
  readonly cut: number;
}

/**
 * The nearest camera of a view that sees every point, exactly rather than by the bounding sphere, which leaves long
 * shapes small. With (a, b, c) a point along right, up and towards, and the eye at (a₀, b₀, d), it is in the
 * picture's width when |a − a₀| ≤ t (d − c), t the tangent of half the angle; the extremes of ±a + t c over all points
 * therefore give a₀ and the least d, and b the same way.
 *
 * @param positions [3 × count] picture space
 */
export function fitCamera(name: ViewName, positions: Float32Array, options: FitOptions): ViewCamera {
  const basis = viewBasis(name, options.upAxis);
  const tanUp = Math.tan((FIELD_OF_VIEW * Math.PI) / 360) * FILL;
  const tanRight = tanUp * options.aspect;
  const right = range(positions, basis.right, basis.towards, tanRight);
  const up = range(positions, basis.up, basis.towards, tanUp);
  const depth = range(positions, basis.towards, basis.towards, 0);
  const nearest = depth.plus;
  const farthest = -depth.minus;
  const distance = Math.max(
    (right.plus + right.minus) / (2 * tanRight),
    (up.plus + up.minus) / (2 * tanUp),
    nearest + 2 * DEPTH_MARGIN,
  );
  const a = (right.plus - right.minus) / 2;
  const b = (up.plus - up.minus) / 2;
  return {
    label: options.cut > 0 ? `${name}, cut` : name,
    ...basis,
    eye: [0, 1, 2].map((i) => a * basis.right[i]! + b * basis.up[i]! + distance * basis.towards[i]!) as [
      number,
      number,
      number,
    ],
    fieldOfView: FIELD_OF_VIEW,
    near: distance - nearest + (options.cut > 0 ? options.cut * (nearest - farthest) : -DEPTH_MARGIN),
    far: distance - farthest + DEPTH_MARGIN,
  };
}

function viewBasis(name: ViewName, upAxis: UpAxis): Pick<ViewCamera, 'right' | 'up' | 'towards'> {
  const [azimuth, elevation] = VIEW_ANGLES[name].map((degrees) => (degrees * Math.PI) / 180) as [number, number];
  const [sinA, cosA, sinE, cosE] = [Math.sin(azimuth), Math.cos(azimuth), Math.sin(elevation), Math.cos(elevation)];
  // With z up the front looks along +y, as in every CAD program; with y up along -z, as in glTF.
  const turn = ([x, y, z]: Vector): Vector => (upAxis === 'z' ? [x, y, z] : [x, z, -y]);
  return {
    right: turn([cosA, sinA, 0]),
    up: turn([-sinE * sinA, sinE * cosA, cosE]),
    towards: turn([cosE * sinA, -cosE * cosA, sinE]),
  };
}

/** Largest ±(p · axis) + factor (p · depthAxis) over all points. */
function range(
  positions: Float32Array,
  axis: Vector,
  depthAxis: Vector,
  factor: number,
): { readonly plus: number; readonly minus: number } {
  const [x, y, z] = axis;
  const [u, v, w] = depthAxis;
  let plus = -Infinity;
  let minus = -Infinity;
  for (let i = 0; i < positions.length; i += 3) {
    const along = x * positions[i]! + y * positions[i + 1]! + z * positions[i + 2]!;
    const depth = factor * (u * positions[i]! + v * positions[i + 1]! + w * positions[i + 2]!);
    plus = Math.max(plus, along + depth);
    minus = Math.max(minus, depth - along);
  }
  return { plus, minus };
}
