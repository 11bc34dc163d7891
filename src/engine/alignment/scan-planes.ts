/** A scan to be aligned to: the nearest of its points, and the plane of the surface there. */
import { momentsOf } from '../analysis/moments.ts';
import { smallestAxis, eigenvalues } from '../analysis/smallest-axis.ts';
import { upperMedian } from '../analysis/median.ts';
import { spreadIndex } from '../math/spread-index.ts';
import { dot, type Triple } from '../math/triple.ts';
import type { KdTree } from '../neighbours/kd-tree.ts';
import { NearestSearch } from '../neighbours/nearest-search.ts';

export interface AlignedScan {
  /** [3 × count] about the cloud's middle, in units of its extent, as the file has them. */
  readonly positions: Float32Array;
  readonly tree: KdTree;
  /** Where the scanner stood, in the same space. */
  readonly sensor?: Triple;
}

const PLANE_POINTS = 12;
const RADIUS_SAMPLES = 100;
/** λ₀/λ₁ of what is a plane, and λ₁/λ₂ of what is no line (`measure-gaps.ts`). */
const MOST_UNEVEN = 0.06;
const LEAST_WIDTH = 0.1;
/** A point farther off along the plane than so many radii of it lies where the scan has none. */
const MOST_BESIDE = 1;

/** Where a place meets a scan. */
export interface Meeting {
  readonly normal: Triple;
  /** From the plane to the place, along the normal. */
  readonly offset: number;
}

export class ScanPlanes {
  readonly scan: AlignedScan;
  readonly #search: NearestSearch;
  readonly #planeSearch: NearestSearch;
  /** [5 × count] normal, offset of the plane from 0 along it, radius; a radius of -1 is no plane, 0 not looked at. */
  readonly #planes: Float64Array;

  constructor(scan: AlignedScan) {
    this.scan = scan;
    this.#search = new NearestSearch(scan.tree, 1);
    this.#planeSearch = new NearestSearch(scan.tree, Math.min(PLANE_POINTS, scan.tree.pointCount));
    this.#planes = new Float64Array(5 * scan.tree.pointCount);
  }

  /** The plane of one of its own points, to the sensor where that is known. Undefined where there is none. */
  normalAt(i: number): Triple | undefined {
    this.#fit(i);
    const at = 5 * i;
    if (this.#planes[at + 4]! < 0) return undefined;
    return [this.#planes[at]!, this.#planes[at + 1]!, this.#planes[at + 2]!];
  }

  /** Radius of a plane's neighbourhood at the median of some points. */
  get usualRadius(): number {
    const { pointCount } = this.scan.tree;
    const radii = Float64Array.from({ length: Math.min(RADIUS_SAMPLES, pointCount) }, (_, sample) => {
      const i = spreadIndex(sample, pointCount);
      this.#fit(i);
      return Math.max(0, this.#planes[5 * i + 4]!);
    });
    return upperMedian(radii);
  }

  /** Undefined where the scan has no surface within `reach` of the place. */
  meet(place: Triple, reach: number): Meeting | undefined {
    if (this.#search.find(...place, 1) < 1 || this.#search.squared[0]! > reach * reach) return undefined;
    const [i, distance] = [this.#search.indices[0]!, Math.sqrt(this.#search.squared[0]!)];
    const normal = this.normalAt(i);
    if (!normal) return undefined;
    const offset = dot(normal, place) - this.#planes[5 * i + 3]!;
    const beside = Math.sqrt(Math.max(0, distance * distance - offset * offset));
    return beside > MOST_BESIDE * this.#planes[5 * i + 4]! ? undefined : { normal, offset };
  }

  #fit(i: number): void {
    const at = 5 * i;
    if (this.#planes[at + 4] !== 0) return;
    this.#planes[at + 4] = -1;
    const { positions, sensor } = this.scan;
    const own: Triple = [positions[3 * i]!, positions[3 * i + 1]!, positions[3 * i + 2]!];
    const found = this.#planeSearch.find(...own, Math.min(PLANE_POINTS, this.scan.tree.pointCount));
    if (found < PLANE_POINTS) return;
    const { mean, covariance } = momentsOf(positions, this.#planeSearch.indices);
    const [least, middle, most] = eigenvalues(covariance);
    if (least > MOST_UNEVEN * middle || middle < LEAST_WIDTH * most) return;
    const axis = smallestAxis(covariance);
    const side = sensor && dot(axis, [sensor[0] - own[0], sensor[1] - own[1], sensor[2] - own[2]]) < 0 ? -1 : 1;
    axis.forEach((component, k) => (this.#planes[at + k] = side * component));
    this.#planes[at + 3] = side * dot(axis, mean);
    this.#planes[at + 4] = Math.sqrt(this.#planeSearch.squared[found - 1]!);
  }
}
