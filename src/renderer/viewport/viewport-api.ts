/**
 * What the rest of the window knows of the viewport. It is told whole states and finds out itself what changed;
 * it draws on demand only. All positions are in scene space (see `worker/engine-api.ts`).
 */
import type { CropBox, ScreenSelection, SelectMode, Triple } from '../../engine/vocabulary.ts';
import type { CloudGeometry, MeshGeometry, PointMarks } from '../worker/engine-api.ts';
import type { Measured } from '../app/measured.ts';
import type { Tool, ViewOptions } from '../app/state.ts';
import type { Box, DrawnCut } from './viewport-context.ts';

export type { DrawnCut };

export type StandardView = 'front' | 'back' | 'right' | 'left' | 'top' | 'bottom';

/** What a view is for those who do not see it, as a text's key. */
export type ViewLabel = 'app.viewport' | 'app.beside';

export interface ViewportListener {
  /** The person moved a face of the crop box; `final` when the pointer is let go. */
  cropped(box: CropBox, final: boolean): void;
  /** Places picked to measure between, up to two. */
  measured(places: readonly Triple[]): void;
  /** Places picked that are to be of one height, up to three. */
  levelled(places: readonly Triple[]): void;
  /**
   * A ring about an axis was turned, counter-clockwise as seen from its end; resolves when the points are turned, or
   * stay.
   */
  turned(axis: 0 | 1 | 2, degrees: number): Promise<void>;
  /** Something was drawn round points; `mode` is what the keys held asked for, if anything. */
  selected(seen: Omit<ScreenSelection, 'hiddenToo'>, mode: SelectMode | null): void;
  /** While a tool that selects is held: what the keys that are held now ask for. */
  selectKeys(mode: SelectMode | null): void;
  /** The camera moved, or was moved, to here. */
  moved(pose: CameraPose): void;
  /** The browser took the WebGL context away, or gave it back. */
  contextLost(lost: boolean): void;
}

/** From where the scene is looked at; scene space. */
export interface CameraPose {
  readonly eye: Triple;
  readonly target: Triple;
  /** That is seen at the target. */
  readonly height: number;
}

export interface ViewportApi {
  /** Replaces the cloud. `fit` moves the camera to it; false while a file is still being read. */
  setCloud(geometry: CloudGeometry | null, fit: boolean): void;
  /** Replaces the mesh: a preview of a run, or its result. The camera stays. */
  setMesh(geometry: MeshGeometry | null): void;
  /** Scene space: nothing beyond it is drawn; null for everything. */
  setCrop(crop: CropBox | null): void;
  /** The section plane with its outline; null for none. */
  setCut(cut: DrawnCut | null): void;
  /** Which points of the cloud are selected or removed; null for none. */
  setMarks(marks: PointMarks): void;
  /** Lines with their lengths beside them; drawn where the view says so. */
  setMeasurements(measurements: readonly Measured[]): void;
  /** CSS pixels. */
  setBrush(radius: number): void;
  /** [3 × …] points that have no surface near them; drawn where the view says so. */
  setLostPoints(positions: Float32Array | null): void;
  setView(view: ViewOptions): void;
  /** World unit, as the distances of the mesh; live, without new geometry. */
  setTrim(length: number | null): void;
  setTool(tool: Tool): void;
  setTheme(theme: 'light' | 'dark'): void;
  /** Short name of the unit of all lengths, for scale bar and measurements; empty where it is not known. */
  setUnit(unit: string): void;
  /** Up is z in scans; the person may look along any axis. */
  fit(): void;
  /** Brings a place, in world coordinates, to the middle and near. @param origin scene space's, in the world */
  show(place: { readonly min: Triple; readonly max: Triple }, origin: Triple): void;
  look(from: StandardView): void;
  pose(): CameraPose;
  /** Looks as from where `pose` was told, at once. */
  setPose(pose: CameraPose): void;
  /** What distances of the camera are measured by, where something else than what is shown. */
  setFrame(frame: Box): void;
  /** Whether the axes are drawn; they are at first. */
  setAxes(visible: boolean): void;
  /** What is seen, as PNG, at the window's pixel density. */
  screenshot(): Promise<Blob>;
  /** Bounds of all that is shown; null where nothing is. */
  bounds(): Box | null;
  /** Resolves when everything asked for so far is drawn in full: for tests and pictures. */
  settled(): Promise<void>;
  /** Counters for tests and the curious: points drawn in the last repaint, points in all, triangles, repaints. */
  stats(): {
    readonly pointsDrawn: number;
    readonly points: number;
    readonly triangles: number;
    readonly repaints: number;
  };
  dispose(): void;
}

/** Made by `createViewport(container, listener)` of `viewport.ts`. */
export type CreateViewport = (container: HTMLElement, listener: ViewportListener, label?: ViewLabel) => ViewportApi;
