/**
 * The tiles of a large cloud. Each one's points are gathered, cleaned, given planes and sides as those of a cloud are
 * that is worked on as a whole (algorithm.md section 2, steps 0 to 2), but for the sides, which an oriented share of
 * the cloud lends.
 */
import { CLEAN_PASSES, cleanCloud, LEAST_POINTS } from '../analysis/clean-cloud.ts';
import { fitPlanes } from '../analysis/fit-planes.ts';
import { widenPlanes } from '../analysis/widen-planes.ts';
import { isOfLines, measureWideGaps, sampleGaps } from '../analysis/measure-gaps.ts';
import { BufferScope } from '../gpu/buffer-scope.ts';
import { colourVertices } from '../finish/colours.ts';
import type { StageContext } from '../host/stage-context.ts';
import { gatherTriples } from '../math/gather-triples.ts';
import { findNearest } from '../neighbours/find-nearest.ts';
import { type GpuKdTree, uploadKdTree, uploadPoints } from '../neighbours/gpu-kd-tree.ts';
import { buildKdTree } from '../neighbours/kd-tree.ts';
import { adoptSides, type OrientedShare } from '../orientation/adopt-sides.ts';
import { quadricNormalsOf } from '../orientation/quadric-normals.ts';
import { sharpenedNormals } from '../orientation/sharpen-normals.ts';
import { spreadNormals } from '../orientation/spread-normals.ts';
import { CUBE_SIDE } from '../resolutions.ts';
import { measureSupport } from '../surface/measure-support.ts';
import { BLOCKS_PER_AXIS, pointsOfTile, type TilePoints } from './dense-cloud.ts';
import type { DensePoints } from './dense-points.ts';
import type { DenseScale } from './dense-scale.ts';
import { PointFindings } from './point-findings.ts';
import type { MeasuredVertices, TileCloud, TileClouds } from './tile-clouds.ts';
import type { UnitBox } from './unit-box.ts';

/** The part of the cloud that was worked on as a whole. */
export interface Share extends OrientedShare {
  /** [tree.pointCount] reach of the points' planes, normalised. */
  readonly radii: Float32Array;
  /** [3 × tree.pointCount] sRGB, where the cloud has colours. */
  readonly colors?: Uint8Array;
  readonly spacingNorm: number;
  readonly noiseNorm: number;
  /** [tree.pointCount] `WorkingCloud.deviations`, where noise differs by region. */
  readonly deviations: Float32Array<ArrayBuffer> | undefined;
  /** How much of it took a neighbour's normal over at sharp edges. */
  readonly borrowedShare: number;
}

export interface DenseInput {
  readonly points: DensePoints;
  readonly scale: DenseScale;
  readonly share: Share;
  /**
   * The share is an even one of a cloud of scan lines: `scale` holds its gaps, along the lines points are far denser.
   */
  readonly isOfLines: boolean;
  /** How far a tile's surroundings reach, normalised. */
  readonly haloNorm: number;
}

/**
 * The median of the mean distance to eight neighbours, in spacings. Of random points on a surface the means of six and
 * of eight are .978 and 1.113 of the side of a point's square; `measure-scale.ts` takes .95 of the former.
 */
const MEDIAN_SPACINGS = 1.113 / (0.95 * 0.978);

interface OpenPoints extends TilePoints {
  /** [3 × points] normalised. */
  readonly positions: Float32Array;
  readonly tree: GpuKdTree;
  readonly points: GPUBuffer;
}

export class DenseTiles implements TileClouds {
  readonly #input: DenseInput;
  readonly #haloBlocks: number;
  /** Outliers and the reach of the points' planes, from when their tile was opened. */
  readonly findings: PointFindings;

  constructor(input: DenseInput) {
    this.#input = input;
    this.#haloBlocks = Math.ceil((input.haloNorm * BLOCKS_PER_AXIS) / CUBE_SIDE);
    this.findings = new PointFindings(input.points);
  }

  async open(stage: StageContext, box: UnitBox): Promise<TileCloud> {
    const { gpu, context } = stage;
    const { points: dense, scale, share } = this.#input;
    const opened = await this.#openPoints(stage, box);
    if (!opened) return this.#ofShare();
    const { tree } = opened;
    let { points } = opened;
    // Where the share was too thin to show lines, all points of a tile still may.
    const { steps } = dense;
    if (isOfLines(await sampleGaps(stage, { tree, points, steps }))) return this.#openLines(stage, opened);
    const count = opened.indices.length;
    using own = new BufferScope(gpu, 'tile');
    const planes = await fitPlanes({ ...stage, scope: own }, { tree, points, pointCount: count, scale });
    if (share.deviations) {
      const { positions } = opened;
      const deviations = await this.#deviationsOf(stage, points, count);
      await widenPlanes(stage, { tree, positions, deviations, scale, planes });
      stage.scope.destroy(points);
      points = uploadPoints(stage.scope, positions, deviations);
    }
    this.findings.keepRadii(opened, await gpu.readFloats(planes.radii, count, context.signal));

    const { noiseNorm, isTooNoisy } = scale;
    const queries = { count, points, axes: planes.normals, noiseNorm, blends: isTooNoisy };
    const sided = await adoptSides(stage, { share, queries });
    const normals = isTooNoisy ? sided : await quadricNormalsOf(stage, { tree, points, normals: sided, planes, scale });
    const sharpened = await sharpenedNormals(stage, { tree, points, normals, scale });
    return { pointCount: count, points, normals, tree, scale, finestNormals: sharpened.normals };
  }

  /** Planes of a few points would lie along the lines: normals come from the share, as in a cloud held as a whole. */
  async #openLines(stage: StageContext, opened: OpenPoints): Promise<TileCloud> {
    const { scale, share } = this.#input;
    const { tree, points } = opened;
    const { steps } = this.#input.points;
    const gaps = await measureWideGaps(stage, { tree, points, steps });
    // What a neighbourhood of so many points would have for its radius, if they were a gap apart.
    const perGap = Math.sqrt(scale.neighbourCount / Math.PI);
    this.findings.keepRadii(
      opened,
      gaps.map((gap) => perGap * gap),
    );
    const { borrowedShare } = share;
    const spread = await spreadNormals(stage, { share, borrowedShare, scale: share, tree, points, gaps });
    const { normals, sharpened: finestNormals } = spread;
    return { pointCount: gaps.length, points, normals, tree, scale, finestNormals };
  }

  /** The noise that points of a tile have of their own: that of the nearest one of the share. */
  async #deviationsOf(stage: StageContext, points: GPUBuffer, count: number): Promise<Float32Array<ArrayBuffer>> {
    const { gpu, context } = stage;
    const { tree, deviations } = this.#input.share;
    using own = new BufferScope(gpu, 'noise of the tile');
    const nearest = await findNearest({ ...stage, scope: own }, { tree, queries: points, queryCount: count, k: 1 });
    const indices = await gpu.readUints(nearest.indices, count, context.signal);
    return Float32Array.from(indices, (i) => deviations![i]!);
  }

  /** Across a hole without points the share's say as much. */
  #ofShare(): TileCloud {
    const { points, normals, tree } = this.#input.share;
    return { pointCount: tree.pointCount, points, normals, tree, scale: this.#input.scale, finestNormals: normals };
  }

  /** The tile's points without outliers, which are marked; nothing where too few are left. */
  async #openPoints(stage: StageContext, box: UnitBox): Promise<OpenPoints | undefined> {
    const { gpu, scope } = stage;
    const { points: dense, scale, isOfLines } = this.#input;
    let { indices, isOwn } = pointsOfTile(dense, box, this.#haloBlocks);
    let positions = await dense.positions(indices);
    for (let pass = 1; indices.length >= LEAST_POINTS; pass++) {
      using own = new BufferScope(gpu, 'tile');
      const { tree, points } = await upload({ ...stage, scope: own }, positions);
      // Gaps say nothing of how dense a line is: there the tile's own median does.
      const ofCloud = isOfLines ? {} : { medianSpacing: MEDIAN_SPACINGS * scale.spacingNorm };
      const keep =
        pass > CLEAN_PASSES
          ? undefined
          : await cleanCloud(stage, { tree, points, pointCount: indices.length, ...ofCloud });
      if (!keep?.includes(0)) {
        for (const buffer of [tree.nodes, points]) scope.adopt(own.release(buffer));
        return { indices, isOwn, positions, tree, points };
      }
      this.findings.markOutliers({ indices, isOwn }, (i) => keep[i] === 0);
      const kept = Uint32Array.from(indices.keys()).filter((i) => keep[i] === 1);
      positions = gatherTriples(positions, kept, new Float32Array(3 * kept.length));
      isOwn = isOwn.filter((_, i) => keep[i] === 1);
      indices = indices.filter((_, i) => keep[i] === 1);
    }
    this.findings.markOutliers({ indices, isOwn }, () => true);
    return undefined;
  }

  readonly measure = async (stage: StageContext, box: UnitBox, positions: Float32Array): Promise<MeasuredVertices> => {
    const { points: dense, share, scale } = this.#input;
    using own = new BufferScope(stage.gpu, 'tile');
    const all = pointsOfTile(dense, box, this.#haloBlocks).indices;
    const { isOutlier } = this.findings.of(all);
    const indices = all.filter((_, i) => isOutlier[i] === 0);
    const { radii } = this.findings.of(indices);
    const { neighbourCount } = scale;
    const vertexCount = positions.length / 3;
    const support = { squared: new Float32Array(vertexCount).fill(Infinity), radii: new Float32Array(vertexCount) };
    const tree =
      indices.length > 0 ? (await upload({ ...stage, scope: own }, await dense.positions(indices))).tree : undefined;
    if (tree) {
      const { nearest, squared } = await measureSupport(stage, { tree, positions });
      support.squared.set(squared);
      for (let vertex = 0; vertex < vertexCount; vertex++) support.radii[vertex] = radii[nearest[vertex]!]!;
    }
    await this.#measureFar(stage, positions, support);
    const pointColours = tree ? await dense.colors?.(indices) : share.colors;
    if (!pointColours) return { ...support, neighbourCount };
    const colors = await colourVertices(stage, { tree: tree ?? share.tree, pointColours, positions });
    return { ...support, neighbourCount, colors };
  };

  /** Vertices beyond the tile's surroundings, in holes, are about as far from the share as from the cloud. */
  async #measureFar(
    stage: StageContext,
    positions: Float32Array,
    { squared, radii }: { readonly squared: Float32Array; readonly radii: Float32Array },
  ): Promise<void> {
    const { haloNorm, share, scale } = this.#input;
    const far = new Uint32Array(squared.length);
    let count = 0;
    for (let vertex = 0; vertex < squared.length; vertex++) {
      if (squared[vertex]! > haloNorm ** 2) far[count++] = vertex;
    }
    if (count === 0) return;
    const farPositions = gatherTriples(positions, far.subarray(0, count), new Float32Array(3 * count));
    const found = await measureSupport(stage, { tree: share.tree, positions: farPositions });
    for (let i = 0; i < count; i++) {
      const vertex = far[i]!;
      if (found.squared[i]! >= squared[vertex]!) continue;
      squared[vertex] = found.squared[i]!;
      // A neighbourhood of as many points is narrower by as much as all points are denser than the share.
      radii[vertex] = (share.radii[found.nearest[i]!]! * scale.spacingNorm) / share.spacingNorm;
    }
  }
}

/** @param positions [3 × count] */
async function upload({ scope, host, context }: StageContext, positions: Float32Array<ArrayBuffer>) {
  const tree = uploadKdTree(scope, await buildKdTree(positions, host, context));
  return { tree, points: uploadPoints(scope, positions) };
}
