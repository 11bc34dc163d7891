/**
 * Projects for the window: what it shows as the text of a file, and such a file as a cloud with what was done to it. A
 * mesh is not in it but what it was made by: to the same options and points a run gives the same bytes.
 */
import { type PointMask, readCloud } from '../../engine/index.ts';
import { ReconstructError, withoutDefaults } from '../../engine/vocabulary.ts';
import { formatProject, parseProject } from '../../batch/project/project-file.ts';
import { pointsText } from '../../batch/project/points-text.ts';
import { type PointsText, type Project, PROJECT_VERSION, type SceneStep } from '../../batch/project/project.ts';
import { PointSets, type ReadScan, replayScene } from '../../batch/project/replay-scene.ts';
import type { FileRef, OpenedCloud, OpenedProject, OpenEvent, ProjectRequest, ProjectText } from './engine-api.ts';
import { fileSource } from './file-source.ts';
import { counted, heldCloud, type HeldCloud, type Sink } from './open-cloud.ts';
import type { PointEditor } from './point-edits.ts';
import type { RecipeStep } from './recipe.ts';
import type { HeldRun } from './reconstruct-cloud.ts';
import type { ScanHashes } from './scan-hashes.ts';

export interface ProjectParts {
  readonly held: HeldCloud;
  readonly run: HeldRun | null;
  readonly points: PointEditor;
  readonly hashes: ScanHashes;
}

/** Rejects where a scan cannot be read any more. */
export async function describeProject(
  request: ProjectRequest,
  { held, run, points, hashes }: ProjectParts,
  signal: AbortSignal,
): Promise<ProjectText> {
  const list = new ProjectLists();
  const pointCount = held.cloud.positions.length / 3;
  const scene = held.recipe.map((step) => list.step(step));
  const removed = list.points(points.maskOf(request.edits.removed?.id ?? null), pointCount);
  // One that ended early cannot be made again.
  const isRepeatable = run && !run.finished.stoppedEarly;
  const mesh = isRepeatable
    ? {
        options: withoutDefaults(run.finished.options),
        removed: list.points(points.maskOf(run.finished.leftOut.removed), pointCount),
        crop: run.finished.leftOut.crop,
        finish: run.steps,
      }
    : null;
  const scans = [];
  for (const file of list.files) {
    scans.push({
      name: file.name,
      path: file.name,
      absolute: null,
      bytes: file.size,
      sha256: await hashes.of(file, signal),
    });
  }
  const project: Project = {
    gridpullProject: PROJECT_VERSION,
    version: request.version,
    savedAt: new Date().toISOString(),
    scans,
    points: list.sets,
    scene,
    origin: held.info.origin,
    removed,
    crop: request.crop,
    options: withoutDefaults(request.options),
    trim: mesh ? request.trim : null,
    mesh,
    view: request.view,
  };
  return { text: formatProject(project), scans: list.files };
}

/** The files and the sets of points that a project speaks of by their numbers, each of them once. */
class ProjectLists {
  readonly files: FileRef[] = [];
  readonly sets: PointsText[] = [];
  readonly #masks: PointMask[] = [];

  step(step: RecipeStep): SceneStep {
    switch (step.do) {
      case 'read':
        return {
          do: 'read',
          scans: step.files.map((file) => placeIn(this.files, file, isSameFile)),
          ...(step.reading && { reading: step.reading }),
        };
      case 'leave-out':
        return {
          do: 'leave-out',
          removed: this.points(step.removed, step.pointCount),
          crop: step.crop,
          origin: step.origin,
        };
      case 'keep':
        return { do: 'keep', ...step.kept };
      case 'place':
        return { do: 'place', ...step.placing };
    }
  }

  points(mask: PointMask | null, pointCount: number): number | null {
    if (!mask) return null;
    const place = placeIn(this.#masks, mask, Object.is);
    this.sets[place] ??= pointsText(mask, pointCount);
    return place;
  }
}

function placeIn<T>(list: T[], thing: T, isSame: (a: T, b: T) => boolean): number {
  const place = list.findIndex((other) => isSame(other, thing));
  return place >= 0 ? place : list.push(thing) - 1;
}

function isSameFile(a: FileRef, b: FileRef): boolean {
  if (a.kind === 'url') return b.kind === 'url' && a.url === b.url;
  return b.kind === 'blob' && a.blob === b.blob;
}

export interface ProjectScene {
  readonly id: number;
  readonly text: string;
  /** Of the project, for messages. */
  readonly name: string;
  /** The scans, in the project's order. */
  readonly files: readonly FileRef[];
}

/** Rejects like `parseProject` and `replayScene`, or with the signal's reason. */
export async function openProject(
  { id, text, name, files }: ProjectScene,
  points: PointEditor,
  sink: Sink<OpenEvent>,
  signal: AbortSignal,
): Promise<{ readonly held: HeldCloud; readonly opened: OpenedCloud; readonly project: OpenedProject }> {
  const project = parseProject(text, name);
  if (files.length !== project.scans.length) {
    throw new ReconstructError('option-invalid', `${name} has ${project.scans.length} scans`, { file: name });
  }
  const context = { signal, onEvent: () => undefined };
  const sets = new PointSets(project);
  const fileBytes = files.reduce((sum, { size }) => sum + size, 0);
  let readBytes = 0;
  const readScan: ReadScan = async (scan, reading) => {
    const file = files[scan]!;
    const source = counted(fileSource(file, signal), (share) => {
      void Promise.resolve(
        sink({ type: 'progress', share: (READ_SHARE * (readBytes + share * file.size)) / Math.max(1, fileBytes) }),
      ).catch(() => undefined);
    });
    const cloud = await readCloud(source, context, reading);
    readBytes += file.size;
    return cloud;
  };
  const scene = await replayScene(project, sets, readScan, signal);
  const { cloud } = scene;
  const recipe = recipeOf(project, files, sets);
  const about = { id, name: scene.name, fileCount: scene.fileCount, fileBytes, recipe };
  const { held, opened } = await heldCloud(cloud, about, context, () => undefined);
  const removed = points.hold(sets.of(project.removed, cloud));
  const ofMesh = project.mesh?.removed ?? null;
  const removedOfMesh = ofMesh === project.removed ? removed : points.hold(sets.of(ofMesh, cloud));
  return {
    held,
    opened,
    project: {
      opened,
      files: readAgain(project, files),
      edits: { removed, selected: null },
      crop: project.crop,
      options: project.options,
      trim: project.trim,
      mesh: project.mesh && {
        options: project.mesh.options,
        leftOut: { removed: removedOfMesh?.id ?? null, crop: project.mesh.crop },
        removed: removedOfMesh,
        finish: project.mesh.finish,
      },
      view: project.view,
    },
  };
}

/** What follows the last byte is the rest. */
const READ_SHARE = 0.6;

/** The files of a cloud that was read from them as they are: its columns can be chosen again. */
function readAgain({ scene }: Project, files: readonly FileRef[]): readonly FileRef[] {
  const [first] = scene;
  if (scene.length > 1 || first?.do !== 'read' || first.reading) return [];
  return first.scans.map((scan) => files[scan]!);
}

function recipeOf({ scene, points }: Project, files: readonly FileRef[], sets: PointSets): readonly RecipeStep[] {
  return scene.map((step): RecipeStep => {
    switch (step.do) {
      case 'read':
        return {
          do: 'read',
          files: step.scans.map((scan) => files[scan]!),
          ...(step.reading && { reading: step.reading }),
        };
      case 'leave-out':
        return {
          do: 'leave-out',
          removed: sets.read(step.removed),
          crop: step.crop,
          origin: step.origin,
          pointCount: step.removed === null ? 0 : points[step.removed]!.of,
        };
      case 'keep': {
        const { do: _do, ...kept } = step;
        return { do: 'keep', kept };
      }
      case 'place': {
        const { do: _do, ...placing } = step;
        return { do: 'place', placing };
      }
    }
  });
}
