/** The cloud of a project, by the steps in which it came about. */
import { mergeClouds, type NamedCloud, placeCloud, type PointMask, selectPoints } from '../../engine/index.ts';
import { type PointCloud, ReconstructError } from '../../engine/vocabulary.ts';
import { leftCloud } from './left-cloud.ts';
import { pointsOf } from './points-text.ts';
import { withMore } from './with-more.ts';
import type { Project, ProjectReading, SceneStep } from './project.ts';

/** Reads a scan: its place in `Project.scans`. */
export type ReadScan = (scan: number, reading: ProjectReading) => Promise<PointCloud>;

export interface Scene {
  readonly cloud: PointCloud;
  /** Of the first file. */
  readonly name: string;
  readonly fileCount: number;
}

/** The sets of points that a project speaks of, each read once. */
export class PointSets {
  readonly #project: Project;
  readonly #masks = new Map<number, PointMask>();

  constructor(project: Project) {
    this.#project = project;
  }

  /** @throws ReconstructError `cloud-format` where the set is of another number of points: a scan has changed */
  of(place: number | null, cloud: PointCloud): PointMask | null {
    if (place === null) return null;
    const text = this.#project.points[place]!;
    const pointCount = cloud.positions.length / 3;
    if (text.of !== pointCount) {
      const message =
        `The scans hold ${pointCount} points, and the points that were deleted are of ${text.of}. ` +
        'A scan has changed too much for this project; open it by itself.';
      throw new ReconstructError('cloud-format', message, { points: pointCount, expected: text.of });
    }
    return this.read(place);
  }

  /** The same, whatever cloud it is of. */
  read(place: number | null): PointMask | null {
    if (place === null) return null;
    const mask = this.#masks.get(place) ?? pointsOf(this.#project.points[place]!);
    this.#masks.set(place, mask);
    return mask;
  }
}

/** @throws ReconstructError as `readScan` does, and where a scan is not what it was */
export async function replayScene(
  project: Project,
  sets: PointSets,
  readScan: ReadScan,
  signal = new AbortController().signal,
): Promise<Scene> {
  let scene: Scene | null = null;
  for (const step of project.scene) {
    scene = await stepped({ project, sets, readScan, signal }, scene, step);
  }
  return scene!;
}

interface Replay {
  readonly project: Project;
  readonly sets: PointSets;
  readonly readScan: ReadScan;
  readonly signal: AbortSignal;
}

async function stepped(
  { project: { scans }, sets, readScan, signal }: Replay,
  scene: Scene | null,
  step: SceneStep,
): Promise<Scene> {
  switch (step.do) {
    case 'read': {
      const named: NamedCloud[] = [];
      for (const scan of step.scans) {
        named.push({ name: scans[scan]!.name, cloud: await readScan(scan, step.reading ?? {}) });
      }
      const fileCount = (scene?.fileCount ?? 0) + step.scans.length;
      if (!scene) return { cloud: mergeClouds(named), name: named[0]!.name, fileCount };
      const before = { ...scene, isScene: scene.fileCount > 1 };
      return { cloud: await withMore(before, named, signal), name: scene.name, fileCount };
    }
    case 'leave-out': {
      const { crop, origin } = step;
      const removed = sets.of(step.removed, scene!.cloud);
      return { ...scene!, cloud: leftCloud(scene!.cloud, { removed, crop, origin }) };
    }
    case 'keep':
      return { ...scene!, cloud: selectPoints(scene!.cloud, step) };
    case 'place':
      return { ...scene!, cloud: await placeCloud(scene!.cloud, step, signal) };
  }
}
