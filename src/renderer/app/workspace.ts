/**
 * The document with its history: shown in the viewport, known to the engine. Everything that changes the document
 * goes through here, so that what is seen, what can be undone and what the engine holds cannot differ.
 */
import { RESOLUTION_CHOICES } from '../../engine/vocabulary.ts';
import type {
  CloudGeometry,
  CloudInfo,
  EngineApi,
  FinishedRun,
  MeshGeometry,
  PointEdits,
  PointMarks,
} from '../worker/engine-api.ts';
import type { ViewportApi } from '../viewport/viewport-api.ts';
import { isBatchShown } from './availability.ts';
import { EMPTY_DOCUMENT } from './defaults.ts';
import { isCompared, measuredOf, withShownDistances } from './heat-range.ts';
import { leftOutOf } from './left-out.ts';
import { History } from './history.ts';
import { type Measured, measuredIn } from './measured.ts';
import type { AppState, Before, Comparison, DocumentState, Measurement, Result, ViewOptions } from './state.ts';
import type { Store } from './store.ts';
import { documentMemory } from './document-memory.ts';

/** Clouds and meshes that only undo could show again. */
const HISTORY_BYTES = 512 * 2 ** 20;

/** What an estimate is of. */
type EstimateQuestion = Pick<DocumentState, 'cloud' | 'options' | 'crop'> & Pick<PointEdits, 'removed'>;

/** Measurements where they stand, and of what. */
interface DrawnMeasurements {
  readonly of: { readonly info: CloudInfo | null; readonly measurements: readonly Measurement[] };
  readonly places: readonly Measured[];
}

const NO_MEASUREMENTS: readonly Measured[] = [];

export class Workspace {
  readonly #store: Store<AppState>;
  readonly #engine: EngineApi;
  readonly #history = new History<DocumentState>(EMPTY_DOCUMENT, {
    memoryOf: documentMemory,
    budgetBytes: HISTORY_BYTES,
  });
  #viewport: ViewportApi | undefined;
  /** Shown in place of the document's, while a run or a reader is on. */
  #preview: MeshGeometry | null = null;
  #partialCloud: CloudGeometry | null = null;
  /** What was there before is shown in place of it. */
  #isBeforeShown = false;
  /** The mesh of a run without the crumbs of the trimming length last measured. */
  #withoutCrumbs: { readonly run: FinishedRun; readonly geometry: MeshGeometry } | null = null;
  /** A mesh with the distances from another one. */
  #compared: { readonly of: MeshGeometry; readonly geometry: MeshGeometry } | null = null;
  #drawnMeasurements: DrawnMeasurements = { of: { info: null, measurements: [] }, places: [] };
  #drawnMesh: MeshGeometry | null = null;
  #drawnCloud: CloudGeometry | null = null;
  /** The marks of the edits that the worker was asked for last. */
  #marks: { readonly edits: PointEdits; readonly marks: PointMarks } | null = null;
  #asked: EstimateQuestion = { ...EMPTY_DOCUMENT, removed: null };
  /** Ids that the worker holds for us. */
  #held = { clouds: new Set<number>(), runs: new Set<number>(), points: new Set<number>() };

  constructor(store: Store<AppState>, engine: EngineApi) {
    this.#store = store;
    this.#engine = engine;
  }

  get viewport(): ViewportApi | undefined {
    return this.#viewport;
  }

  get isInGesture(): boolean {
    return this.#history.isInGesture;
  }

  attach(viewport: ViewportApi): void {
    this.#viewport = viewport;
    this.#show();
  }

  /** One step that can be undone. */
  commit(label: string, document: DocumentState): void {
    this.#history.commit(label, document);
    this.#adopt();
    this.#forget();
  }

  /** A step that changes edits of points only; `marks` is what is drawn of them. */
  editPoints(label: string, document: DocumentState, marks: PointMarks): void {
    this.#marks = { edits: document.edits, marks };
    this.commit(label, document);
  }

  /** How the document is seen is another; no step, and it stays through undo as long as cloud and mesh do. */
  look(view: ViewOptions): void {
    this.#history.amend({ ...this.#history.present, view });
    this.#adopt();
  }

  /** Part of a gesture that goes on: shown, not yet a step. */
  showTransient(document: DocumentState): void {
    this.#history.preview(document);
    this.#adopt();
  }

  undo(): void {
    this.#travel(() => this.#history.undo());
  }

  redo(): void {
    this.#travel(() => this.#history.redo());
  }

  /** A look fits what is looked at: of another cloud or mesh it is the one that they were left with. */
  #travel(move: () => void): void {
    const { view, cloud, run } = this.#history.present;
    move();
    const { present } = this.#history;
    if (present.cloud === cloud && present.run === run) {
      this.#history.amend({ ...present, view });
    }
    this.#adopt();
  }

  /** A mesh shown in place of the document's; null for the document's again. */
  showPreview(mesh: MeshGeometry | null): void {
    this.#preview = mesh;
    this.#show();
  }

  /**
   * As long as a key is held shows, and says, what the mesh was made of, or was before it was changed: an earlier mesh
   * of the same points, or those. No step. @returns whether there is something to be shown
   */
  holdBefore(isHeld: boolean): boolean {
    const { before: shown, dialog } = this.#store.value;
    const isFree = dialog === 'none' && !isBatchShown(this.#store.value);
    const before = isHeld && isFree ? this.#before : null;
    if (before === shown) return before !== null;
    this.#store.set({ before });
    this.#isBeforeShown = before !== null;
    this.#show();
    return before !== null;
  }

  /** Null where there is no mesh, or something else is shown in its place. */
  get #before(): Before | null {
    if (this.#preview || this.#partialCloud || !this.#history.present.run) return null;
    return this.#meshBefore() ? 'mesh' : 'points';
  }

  /** What the mesh is compared with, or whether that is shown, is another. */
  showComparison(comparison: Comparison | null): void {
    this.#store.set({ comparison });
    this.#show();
  }

  /** Points of a file that is still being read, shown in place of the document; null for the document again. */
  showPartial(cloud: CloudGeometry | null): void {
    const isFirst = this.#partialCloud === null;
    this.#partialCloud = cloud;
    if (cloud && this.#viewport) {
      this.#drawMesh(null);
      this.#drawnCloud = cloud;
      this.#viewport.setCloud(cloud, isFirst);
    }
    this.#show();
  }

  /** The worker was started anew and holds nothing. */
  engineLost(): void {
    this.#held = { clouds: new Set(), runs: new Set(), points: new Set() };
  }

  /** Takes the history's present as the document shown, and asks for what it needs to know. */
  #adopt(): void {
    const before = this.#store.value.document;
    const document = this.#history.present;
    const { undoLabel: undo, redoLabel: redo } = this.#history;
    if (document.cloud) this.#held.clouds.add(document.cloud.info.id);
    if (document.run) this.#held.runs.add(document.run.id);
    for (const id of pointSetsOf(document)) this.#held.points.add(id);
    this.#store.set({ document, undo, redo, ...this.#otherResults(document) });
    this.#show();
    if (!this.isInGesture) this.#estimateAnew();
    if (document.run !== before.run || document.trim !== before.trim) void this.#measureTrimmed();
  }

  /** What else was made of the points; of what is no more of them nothing is shown beside the mesh. */
  #otherResults({ cloud, run }: DocumentState): Pick<AppState, 'results' | 'beside'> {
    const { beside, results: before } = this.#store.value;
    const found = new Map<FinishedRun, Result>();
    for (const value of this.#history.others()) {
      if (value.run && value.run !== run && value.cloud === cloud && !found.has(value.run)) {
        found.set(value.run, { run: value.run, trim: value.trim });
      }
    }
    const results = [...found.values()].sort((a, b) => b.run.id - a.run.id);
    const isSame = results.length === before.length && results.every((one, i) => one.run === before[i]!.run);
    const isShown = run !== null && results.some((one) => one.run === beside?.run);
    return { results: isSame ? before : results, beside: isShown ? beside : null };
  }

  /** Where other points or options are asked about than last; of other points the last answer says nothing. */
  #estimateAnew(): void {
    const { cloud, options, edits, crop } = this.#history.present;
    const asked = { cloud, options, removed: edits.removed, crop };
    const before = this.#asked;
    this.#asked = asked;
    const hasOtherPoints = asked.cloud !== before.cloud || asked.removed !== before.removed || crop !== before.crop;
    if (hasOtherPoints) this.#store.set({ estimates: null });
    if (hasOtherPoints || options !== before.options) void this.#estimate(asked);
  }

  async #estimate(asked: EstimateQuestion): Promise<void> {
    const { cloud, options, removed, crop } = asked;
    if (!cloud) return;
    const leftOut = leftOutOf({ edits: { removed, selected: null }, crop });
    const outcome = await this.#engine.estimate(cloud.info.id, RESOLUTION_CHOICES, options, leftOut);
    if (outcome.type !== 'done' || this.#asked !== asked) return;
    this.#store.set({ estimates: new Map(RESOLUTION_CHOICES.map((resolution, i) => [resolution, outcome.value[i]!])) });
  }

  async #measureTrimmed(): Promise<void> {
    this.#store.set({ trimmed: null });
    const { run, trim } = this.#history.present;
    if (!run || trim === null) return;
    const outcome = await this.#engine.measureTrimmed(run.id, trim);
    const { present } = this.#history;
    if (outcome.type === 'done' && present.run === run && present.trim === trim) {
      this.#store.set({ trimmed: outcome.value });
      const { crumbVertices } = outcome.value;
      const hidden = crumbVertices.length > 0 ? withoutVertices(run.geometry, crumbVertices) : run.geometry;
      this.#withoutCrumbs = { run, geometry: hidden };
      this.#show();
    }
  }

  /** The marks of the points that are shown, asked for where they are those of another step. */
  #showMarks(): void {
    const { cloud, edits } = this.#history.present;
    if (this.#marks?.edits === edits) return this.#viewport?.setMarks(this.#marks.marks);
    if (!edits.removed && !edits.selected) {
      this.#marks = { edits, marks: null };
      return this.#viewport?.setMarks(null);
    }
    if (cloud) void this.#askForMarks(cloud.info.id, edits);
  }

  async #askForMarks(cloudId: number, edits: PointEdits): Promise<void> {
    const outcome = await this.#engine.markPoints(cloudId, edits);
    if (outcome.type !== 'done' || this.#history.present.edits !== edits) return;
    this.#marks = { edits, marks: outcome.value };
    if (!this.#partialCloud) this.#viewport?.setMarks(outcome.value);
  }

  /** Tells the viewport what changed. */
  #show(): void {
    const viewport = this.#viewport;
    if (!viewport) return;
    const { cloud, run, view, trim, crop } = this.#history.present;
    const geometry = this.#partialCloud ?? cloud?.geometry ?? null;
    if (geometry !== this.#drawnCloud) {
      // A cloud that the camera goes to must not be seen with the mesh of another, nor with its own where that stood
      // before.
      this.#drawMesh(null);
      viewport.setCloud(geometry, true);
      this.#drawnCloud = geometry;
    }
    // What is shown before may have become another meanwhile, or nothing: undo, or the preview of a run.
    if (this.#isBeforeShown && this.#before !== this.#store.value.before) this.#store.set({ before: this.#before });
    viewport.setMeasurements(this.#partialCloud ? NO_MEASUREMENTS : this.#measured(this.#history.present));
    if (this.#showsBefore(viewport)) return;
    this.#drawMesh(this.#partialCloud ? null : (this.#preview ?? this.#shownGeometry() ?? null));
    viewport.setCrop(this.#partialCloud ? null : crop);
    if (!this.#partialCloud) this.#showMarks();
    viewport.setLostPoints(this.#partialCloud || this.#preview ? null : (run?.lostPoints ?? null));
    // A preview is what is watched, whatever was hidden before; it has no distances to trim or colour by.
    if (this.#partialCloud) viewport.setView({ ...view, cloudVisible: true });
    else if (this.#preview)
      viewport.setView({ ...view, meshVisible: true, cloudVisible: false, meshColoring: 'plain' });
    else viewport.setView(this.#withShownDistances(view));
    viewport.setTrim(this.#preview ? null : trim);
  }

  /** Where they stand now: the same array as long as they do. */
  #measured({ cloud, measurements }: DocumentState): readonly Measured[] {
    const { of } = this.#drawnMeasurements;
    if (of.info !== (cloud?.info ?? null) || of.measurements !== measurements) {
      this.#drawnMeasurements = {
        of: { info: cloud?.info ?? null, measurements },
        places: cloud ? measurements.map((one) => measuredIn(cloud.info, one)) : [],
      };
    }
    return this.#drawnMeasurements.places;
  }

  #meshBefore(): { readonly run: FinishedRun; readonly trim: number | null } | null {
    const { cloud, run, trim } = this.#history.present;
    const earlier = this.#history.past().find((step) => step.run !== run || step.trim !== trim);
    return earlier?.run && earlier.cloud === cloud ? { run: earlier.run, trim: earlier.trim } : null;
  }

  /** Whether it was shown. */
  #showsBefore(viewport: ViewportApi): boolean {
    const { view, crop } = this.#history.present;
    if (!this.#isBeforeShown || !this.#before) return false;
    const mesh = this.#meshBefore();
    // In the scale of what it is compared with.
    const shown = this.#withShownDistances(view);
    viewport.setCrop(crop);
    viewport.setLostPoints(null);
    if (mesh) this.#drawMesh(mesh.run.geometry);
    viewport.setView({ ...shown, meshVisible: mesh !== null, cloudVisible: mesh === null });
    viewport.setTrim(mesh?.trim ?? null);
    return true;
  }

  #withShownDistances(view: ViewOptions): ViewOptions {
    const { run } = this.#history.present;
    return run ? withShownDistances(view, measuredOf(run, this.#store.value.comparison)) : view;
  }

  /** As trimmed, and with the distances that are shown. */
  #shownGeometry(): MeshGeometry | undefined {
    const { run, trim } = this.#history.present;
    const isMeasured = trim !== null && run !== null && this.#withoutCrumbs?.run === run;
    const geometry = isMeasured ? this.#withoutCrumbs?.geometry : run?.geometry;
    const { comparison } = this.#store.value;
    if (!geometry || !isCompared(run, comparison)) return geometry;
    const { distances } = comparison.compared;
    if (this.#compared?.of !== geometry || this.#compared.geometry.distances !== distances) {
      this.#compared = { of: geometry, geometry: { ...geometry, distances } };
    }
    return this.#compared.geometry;
  }

  #drawMesh(mesh: MeshGeometry | null): void {
    if (mesh === this.#drawnMesh) return;
    this.#viewport?.setMesh(mesh);
    this.#drawnMesh = mesh;
  }

  /** Lets the worker forget what no step of the history shows. */
  #forget(): void {
    const shown = this.#history.values();
    const clouds = new Set(shown.flatMap(({ cloud }) => (cloud ? [cloud.info.id] : [])));
    const runs = new Set(shown.flatMap(({ run }) => (run ? [run.id] : [])));
    const points = new Set(shown.flatMap(pointSetsOf));
    const gone = {
      clouds: [...this.#held.clouds].filter((id) => !clouds.has(id)),
      runs: [...this.#held.runs].filter((id) => !runs.has(id)),
      points: [...this.#held.points].filter((id) => !points.has(id)),
    };
    this.#held = { clouds, runs, points };
    if (Object.values(gone).some((ids) => ids.length > 0)) this.#engine.release(gone);
  }
}

/** The same mesh, of which some vertices go at every length of trimming. */
function withoutVertices(mesh: MeshGeometry, vertices: Uint32Array): MeshGeometry {
  const trimLengths = Float32Array.from(mesh.trimLengths ?? []);
  for (const vertex of vertices) trimLengths[vertex] = Infinity;
  return { ...mesh, trimLengths };
}

/** The sets of points that a document, or the run it shows, speaks of. */
function pointSetsOf({ edits, run }: DocumentState): number[] {
  return [edits.removed?.id, edits.selected?.id, run?.leftOut.removed].filter((id) => typeof id === 'number');
}
