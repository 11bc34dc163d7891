/**
 * The tiles of a large cloud. Each one's points are gathered, cleaned, given planes and sides as those of a cloud are
 * that is worked on as a whole (algorithm.md section 2, steps 0 to 2), but for the sides, which an oriented share of
 * the cloud lends.
 */
import { CLEAN_PASSES, cleanCloud, LEAST_POINTS } from '../analysis/clean-cloud.ts';
import { coordinateSteps } from '../analysis/coordinate-steps.ts';
import { fitPlanes } from '../analysis/fit-planes.ts';
import { isOfLines, measureWideGaps, sampleGaps } from '../analysis/measure-gaps.ts';
import { BufferScope } from '../gpu/buffer-scope.ts';
import { colourVertices } from '../finish/colours.ts';
import type { StageContext } from '../host/stage-context.ts';
import { gatherTriples } from '../math/gather-triples.ts';
import type { Triple } from '../math/triple.ts';
import { type GpuKdTree, uploadKdTree, uploadPoints } from '../neighbours/gpu-kd-tree.ts';
import { buildKdTree } from '../neighbours/kd-tree.ts';
import { adoptSides, type OrientedShare } from '../orientation/adopt-sides.ts';
import { quadricNormalsOf } from '../orientation/quadric-normals.ts';
import { sharpenedNormals } from '../orientation/sharpen-normals.ts';
import { spreadNormals } from '../orientation/spread-normals.ts';
import { CUBE_SIDE } from '../resolutions.ts';
import { measureSupport } from '../surface/measure-support.ts';
import { BLOCKS_PER_AXIS, type DenseCloud, pointsOfTile, type TilePoints } from './dense-cloud.ts';
import type { DenseScale } from './dense-scale.ts';
import type { MeasuredVertices, TileCloud, TileClouds } from './tile-clouds.ts';
import type { UnitBox } from './unit-box.ts';

/** The part of the cloud that was worked on as a whole. */
export interface Share extends OrientedShare {
  /** [tree.pointCount] reach of the points' planes, normalised. */
  readonly radii: Float32Array;
  /** [tree.pointCount] the point of the `PointCloud` behind each. */
  readonly sourceIndices: Uint32Array;
  readonly spacingNorm: number;
  readonly noiseNorm: number;
  /** How much of it took a neighbour's normal over at sharp edges. */
  readonly borrowedShare: number;
}

export interface DenseInput {
  readonly cloud: DenseCloud;
  readonly scale: DenseScale;
  readonly share: Share;
  /** The share is an even one of a cloud of scan lines: `scale` holds its gaps, along the lines points are far denser. */
  readonly isOfLines: boolean;
  /** [3 × points of the `PointCloud`] sRGB. */
  readonly colors?: Uint8Array;
  /** How far a tile's surroundings reach, normalised. */
  readonly haloNorm: number;
}

/**
 * The median of the mean distance to eight neighbours, in spacings. Of random points on a surface the means of six and
 * of eight are .978 and 1.113 of the side of a point's square; `measure-scale.ts` takes .95 of the former.
 */
const MEDIAN_SPACINGS = 1.113 / (0.95 * 0.978);

interface OpenPoints extends TilePoints {
  readonly tree: GpuKdTree;
  readonly points: GPUBuffer;
}

export class DenseTiles implements TileClouds {
  readonly #input: DenseInput;
  readonly #haloBlocks: number;
  /** [pointCount] 1 for outliers, from when their tile was opened. */
  readonly #isOutlier: Uint8Array;
  /** [pointCount] reach of the points' planes, from when their tile was opened. */
  readonly #radii: Float32Array;
  /** Those of the whole cloud's coordinates. */
  readonly #steps: Triple;

  constructor(input: DenseInput) {
    this.#input = input;
    this.#haloBlocks = Math.ceil((input.haloNorm * BLOCKS_PER_AXIS) / CUBE_SIDE);
    const pointCount = input.cloud.sourceIndices.length;
    this.#isOutlier = new Uint8Array(pointCount);
    this.#radii = new Float32Array(pointCount);
    this.#steps = coordinateSteps(input.cloud.positions);
  }

  get outlierCount(): number {
    return this.#isOutlier.reduce((sum, flag) => sum + flag, 0);
  }

  async open(stage: StageContext, box: UnitBox): Promise<TileCloud> {
    const { gpu, context } = stage;
    const { scale, share } = this.#input;
    const opened = await this.#openPoints(stage, box);
    if (!opened) return this.#ofShare();
    const { tree, points } = opened;
    // Where the share was too thin to show lines, all points of a tile still may.
    if (isOfLines(await sampleGaps(stage, { tree, points, steps: this.#steps }))) return this.#openLines(stage, opened);
    const count = opened.indices.length;
    using own = new BufferScope(gpu, 'tile');
    const planes = await fitPlanes({ ...stage, scope: own }, { tree, points, pointCount: count, scale });
    this.#keepRadii(opened, await gpu.readFloats(planes.radii, count, context.signal));

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
    const gaps = await measureWideGaps(stage, { tree, points, steps: this.#steps });
    // What a neighbourhood of so many points would have for its radius, if they were a gap apart.
    const perGap = Math.sqrt(scale.neighbourCount / Math.PI);
    this.#keepRadii(
      opened,
      gaps.map((gap) => perGap * gap),
    );
    const { borrowedShare } = share;
    const spread = await spreadNormals(stage, { share, borrowedShare, scale: share, tree, points, gaps });
    const { normals, sharpened: finestNormals } = spread;
    return { pointCount: gaps.length, points, normals, tree, scale, finestNormals };
  }

  #keepRadii({ indices, isOwn }: TilePoints, radii: Float32Array): void {
    for (let i = 0; i < indices.length; i++) if (isOwn[i] === 1) this.#radii[indices[i]!] = radii[i]!;
  }

  /** Across a hole without points the share's say as much. */
  #ofShare(): TileCloud {
    const { points, normals, tree } = this.#input.share;
    return { pointCount: tree.pointCount, points, normals, tree, scale: this.#input.scale, finestNormals: normals };
  }

  /** The tile's points without outliers, which are marked; nothing where too few are left. */
  async #openPoints(stage: StageContext, box: UnitBox): Promise<OpenPoints | undefined> {
    const { gpu, scope } = stage;
    const { cloud, scale, isOfLines } = this.#input;
    let { indices, isOwn } = pointsOfTile(cloud, box, this.#haloBlocks);
    for (let pass = 1; indices.length >= LEAST_POINTS; pass++) {
      using own = new BufferScope(gpu, 'tile');
      const { tree, points } = await this.#upload({ ...stage, scope: own }, indices);
      // Gaps say nothing of how dense a line is: there the tile's own median does.
      const ofCloud = isOfLines ? {} : { medianSpacing: MEDIAN_SPACINGS * scale.spacingNorm };
      const keep =
        pass > CLEAN_PASSES
          ? undefined
          : await cleanCloud(stage, { tree, points, pointCount: indices.length, ...ofCloud });
      if (!keep?.includes(0)) {
        for (const buffer of [tree.nodes, points]) scope.adopt(own.release(buffer));
        return { indices, isOwn, tree, points };
      }
      for (let i = 0; i < keep.length; i++) {
        if (keep[i] === 0 && isOwn[i] === 1) this.#isOutlier[indices[i]!] = 1;
      }
      isOwn = isOwn.filter((_, i) => keep[i] === 1);
      indices = indices.filter((_, i) => keep[i] === 1);
    }
    for (let i = 0; i < indices.length; i++) if (isOwn[i] === 1) this.#isOutlier[indices[i]!] = 1;
    return undefined;
  }

  async #upload({ scope, host, context }: StageContext, indices: Uint32Array) {
    const positions = gatherTriples(this.#input.cloud.positions, indices, new Float32Array(3 * indices.length));
    const tree = uploadKdTree(scope, await buildKdTree(positions, host, context));
    return { tree, points: uploadPoints(scope, positions) };
  }

  readonly measure = async (stage: StageContext, box: UnitBox, positions: Float32Array): Promise<MeasuredVertices> => {
    const { cloud, colors, share, scale } = this.#input;
    using own = new BufferScope(stage.gpu, 'tile');
    const all = pointsOfTile(cloud, box, this.#haloBlocks).indices;
    const indices = all.filter((point) => this.#isOutlier[point] === 0);
    const { neighbourCount } = scale;
    const vertexCount = positions.length / 3;
    const support = { squared: new Float32Array(vertexCount).fill(Infinity), radii: new Float32Array(vertexCount) };
    const tree = indices.length > 0 ? (await this.#upload({ ...stage, scope: own }, indices)).tree : undefined;
    if (tree) {
      const { nearest, squared } = await measureSupport(stage, { tree, positions });
      support.squared.set(squared);
      for (let vertex = 0; vertex < vertexCount; vertex++) {
        support.radii[vertex] = this.#radii[indices[nearest[vertex]!]!]!;
      }
    }
    await this.#measureFar(stage, positions, support);
    if (!colors) return { ...support, neighbourCount };
    const sources = tree ? indices.map((point) => cloud.sourceIndices[point]!) : share.sourceIndices;
    const pointColours = gatherTriples(colors, sources, new Uint8Array(3 * sources.length));
    const vertexColors = await colourVertices(stage, { tree: tree ?? share.tree, pointColours, positions });
    return { ...support, neighbourCount, colors: vertexColors };
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
