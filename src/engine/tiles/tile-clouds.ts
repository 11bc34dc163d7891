/** What a tile is solved from, and what its part of the surface is measured against. */
import type { OrientedCloud } from '../grid/oriented-cloud.ts';
import type { SurfaceSupport } from '../finish/finish-mesh.ts';
import type { StageContext } from '../host/stage-context.ts';
import type { PointFindings } from './point-findings.ts';
import type { UnitBox } from './unit-box.ts';

export interface TileCloud extends OrientedCloud {
  /** vec4f [pointCount]: what the finest level pulls towards. */
  readonly finestNormals: GPUBuffer;
}

export interface MeasuredVertices extends SurfaceSupport {
  /** [3 × vertexCount] sRGB, where the cloud has colours. */
  readonly colors?: Uint8Array<ArrayBuffer>;
}

export interface TileClouds {
  /** Oriented points of a tile and its surroundings, or more of the cloud; new buffers belong to the stage's scope. */
  open(stage: StageContext, box: UnitBox): Promise<TileCloud>;
  /** What is found out about the points as tiles are opened, where the cloud is worked on by tiles. */
  readonly findings?: PointFindings;
  /**
   * How well the points support vertices of the tile's surface, [3 × vertexCount] normalised, after all tiles were
   * opened; not there where the whole mesh can be measured at once.
   */
  readonly measure?: (stage: StageContext, box: UnitBox, positions: Float32Array) => Promise<MeasuredVertices>;
}

/** A cloud that is worked on as a whole: a tile takes what lies in it by itself. */
export function wholeCloud(cloud: TileCloud): TileClouds {
  return { open: () => Promise.resolve(cloud) };
}
