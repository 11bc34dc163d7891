/** The steps of the document that a file or a run makes. Pure. */
import { withoutLengths, withScaledLengths } from '../../engine/vocabulary.ts';
import type { FileRef, FinishedRun, OpenedCloud, PlacedCloud } from '../worker/engine-api.ts';
import { NO_EDITS } from '../worker/point-acts.ts';
import { coloringAfterOpen, coloringChoices } from './cloud-colorings.ts';
import { PANEL_OPTIONS } from './panel-options.ts';
import type { CloudColoring, DocumentState, ViewOptions } from './state.ts';

/** A cloud in place of all that was shown. */
export function afterOpen(
  { options, view }: DocumentState,
  cloud: OpenedCloud,
  files: readonly FileRef[] = [],
): DocumentState {
  return {
    cloud: { ...cloud, files },
    edits: NO_EDITS,
    crop: null,
    run: null,
    trim: null,
    measurements: [],
    options: withoutLengths(options),
    view: {
      ...view,
      cloudVisible: true,
      cloudColoring: coloringAfterOpen(view.cloudColoring, cloud.info),
      hiddenScans: [],
      lostPointsVisible: false,
      meshVisible: true,
      distanceRange: 'auto',
    },
  };
}

/** The same scene without some of its scans: lengths and looks stay as they are, a mesh of all of it does not. */
export function afterKeep(document: DocumentState, opened: OpenedCloud, kept: readonly number[]): DocumentState {
  const { view } = document;
  const before = document.cloud?.info.scans ?? [];
  const { scans } = opened.info;
  // In their order the scans that are left are those that were kept.
  const stillHidden = before
    .filter(({ index }) => kept.includes(index))
    .flatMap(({ index }, place) => (view.hiddenScans.includes(index) ? [scans[place]?.index ?? index] : []));
  return {
    ...document,
    cloud: { ...opened, files: [] },
    edits: NO_EDITS,
    crop: null,
    run: null,
    trim: null,
    view: {
      ...view,
      cloudVisible: true,
      cloudColoring: coloringAfterKeep(view.cloudColoring, opened),
      hiddenScans: stillHidden,
      lostPointsVisible: false,
      meshVisible: true,
      distanceRange: 'auto',
    },
  };
}

/**
 * The same points as they stand then, and their mesh with them, as outdated as it was. Lengths among the options, the
 * length of trimming and the colours' range are as long as they were.
 */
export function afterPlace(document: DocumentState, placed: PlacedCloud): DocumentState {
  const { cloud, edits, view, options, trim } = document;
  if (!cloud) return document;
  const next = { ...cloud, info: placed.info, geometry: placed.geometry ?? cloud.geometry };
  // What is drawn of them is asked for anew: the cloud is another.
  const { removed, crop, run } = placed;
  const kept = { ...document, cloud: next, edits: { ...edits, removed }, crop, run };
  if (!placed.geometry) return kept;
  const factor = (placed.info.placement?.scale ?? 1) / (cloud.info.placement?.scale ?? 1);
  return {
    ...kept,
    trim: trim === null ? null : factor * trim,
    options: withScaledLengths(options, factor),
    view: {
      ...view,
      // Where there is no mesh to see, the points are what is looked at.
      ...(!run && { cloudVisible: true, lostPointsVisible: false }),
      ...withScaledDistances(view, factor),
    },
  };
}

function withScaledDistances({ distanceRange: range, tolerance }: ViewOptions, factor: number): Partial<ViewOptions> {
  return {
    distanceRange: range === 'auto' ? 'auto' : [factor * range[0], factor * range[1]],
    tolerance: tolerance === 'auto' ? 'auto' : factor * tolerance,
  };
}

/** A cloud with its mesh, and the options it was made by, as far as the window asks for them. */
export function afterResult(document: DocumentState, opened: OpenedCloud, run: FinishedRun): DocumentState {
  const after = afterRun(afterOpen(document, opened), run);
  const made = Object.fromEntries(PANEL_OPTIONS.map((name) => [name, run.options[name]]));
  return { ...after, options: { ...after.options, ...made } };
}

function coloringAfterKeep(coloring: CloudColoring, { info }: OpenedCloud): CloudColoring {
  const isThere = coloringChoices(info).some((choice) => choice.coloring === coloring && choice.isPossible);
  return isThere ? coloring : 'plain';
}

/** A finished mesh on its cloud, which would only cover what was waited for. */
export function afterRun(document: DocumentState, run: FinishedRun): DocumentState {
  const { view } = document;
  const hasColors = run.geometry.colors !== undefined;
  const first = hasColors && view.cloudColoring === 'file' ? 'file' : 'plain';
  // A second run is compared with the first: it is looked at in the same way.
  const again = view.meshColoring === 'file' && !hasColors ? 'plain' : view.meshColoring;
  const coloringBefore = view.coloringBefore === 'file' && !hasColors ? 'plain' : view.coloringBefore;
  return {
    ...document,
    run,
    trim: null,
    view: {
      ...view,
      cloudVisible: false,
      meshVisible: true,
      // Those of the run before are no longer lost, or others are.
      lostPointsVisible: view.lostPointsVisible && run.fit.lost.count > 0,
      meshColoring: document.run ? again : first,
      coloringBefore: document.run ? coloringBefore : first,
      distanceRange: 'auto',
    },
  };
}

/** The points would cover the heat map; without it the mesh has the colours that it had. */
export function withDistancesSwitched({ meshColoring, coloringBefore }: ViewOptions): Partial<ViewOptions> {
  if (meshColoring === 'distance') return { meshColoring: coloringBefore };
  return { meshColoring: 'distance', coloringBefore: meshColoring, meshVisible: true, cloudVisible: false };
}

/** The same for how sure the mesh is. */
export function withTrustSwitched({ meshColoring, coloringBefore }: ViewOptions): Partial<ViewOptions> {
  if (meshColoring === 'trust') return { meshColoring: coloringBefore };
  const before = meshColoring === 'distance' ? coloringBefore : meshColoring;
  return { meshColoring: 'trust', coloringBefore: before, meshVisible: true, cloudVisible: false };
}
