/** What is said where the finest voxels are wider than the points lie apart: what the points show between is lost. */

export interface CoarseVoxels {
  /** It was asked for; a finer level takes more memory than there is; there is no finer level. */
  readonly cause: 'requested' | 'memory' | 'limit';
  /** The first level that is fine enough, or else the finest that there is. */
  readonly enough: number;
}

/** What of a report the sentence is made of. */
export interface CoarseReport {
  readonly coarse: CoarseVoxels | null;
  readonly resolution: number;
  /** World units, as in the report. */
  readonly voxel: number;
  readonly spacing: number;
}

/** The warning of a run; undefined where the voxels are fine enough. */
export function coarseWarning({ coarse, resolution, voxel, spacing }: CoarseReport): string | undefined {
  if (!coarse) return undefined;
  const lengths = `The voxels of ${resolution} cells are ${short(voxel)} wide, the points ${short(spacing)} apart`;
  return `${lengths}: finer detail of the points is lost. ${CURES[coarse.cause](coarse.enough)}`;
}

const CURES: Readonly<Record<CoarseVoxels['cause'], (enough: number) => string>> = {
  requested: (enough) => `Ask for a resolution of ${enough}, or for auto.`,
  memory: () => 'A finer level needs more memory than there is: crop the cloud, or use a computer with more.',
  limit: () => 'There is no finer level: crop the cloud, or cut it into parts.',
};

function short(value: number): string {
  return value.toPrecision(3);
}
