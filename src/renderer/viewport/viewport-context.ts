/**
 * What the viewport's core, its layers and its tools promise each other.
 *
 * A **layer** is part of the scene: it is drawn into the kept picture (colour and depth) that eye-dome lighting reads.
 * A **tool** is drawn over the finished picture, with the scene's depth still in place, so moving a handle never
 * redraws ten million points. Nothing draws by itself: whoever changes something asks the core for a drawing.
 *
 * Rules of the scene's picture: colours leave the shaders linear (three's default; the target encodes sRGB itself), and
 * alpha marks who is shaded by eye-dome lighting: points write 0, everything else 1, as opaque materials do.
 */
import type { Object3D, OrthographicCamera, PerspectiveCamera, Vector2, Vector3, Vector4, WebGLRenderer } from 'three';
import type { Triple } from '../../engine/vocabulary.ts';

export type Theme = 'light' | 'dark';
export type ViewCamera = PerspectiveCamera | OrthographicCamera;

/** Scene space; a box that holds everything where nothing is clipped. */
export interface Box {
  readonly min: Triple;
  readonly max: Triple;
}

/** Uniforms shared by all materials, by reference: put these very objects into `uniforms`. See `clip-uniforms.ts`. */
export interface ClipUniforms {
  readonly clipCentre: { value: Vector3 };
  readonly clipHalf: { value: Vector3 };
  /** Cosine and sine of the turn about z. */
  readonly clipTurn: { value: Vector2 };
  /** Normal and distance from the origin. */
  readonly cutPlane: { value: Vector4 };
}

/** The section plane as it is drawn; scene space. */
export interface DrawnCut {
  readonly normal: Triple;
  /** Along the normal; −Infinity where nothing but the outline is shown. */
  readonly offset: number;
  /** [6 × pieces] the outline; null until it is found. */
  readonly lines: Float32Array | null;
}

/** What layers and tools are given. */
export interface ViewportContext {
  readonly renderer: WebGLRenderer;
  /** Positioned; overlays of HTML go in here, above the canvas. */
  readonly container: HTMLElement;
  readonly canvas: HTMLCanvasElement;
  /** The one in use: it is another object after a switch of the projection, so never keep it. z is up. */
  readonly camera: ViewCamera;
  /** Device pixels per CSS pixel. */
  readonly pixelRatio: number;
  readonly clip: ClipUniforms;
  /** The scene changed: draw it anew at the next repaint. Calls in one repaint are one drawing. */
  requestDraw(): void;
  /** Only tools changed: put them anew over the picture that is there. */
  requestOverlay(): void;
  /** Scene space at this position (CSS pixels from the container's top left) or within a few pixels; null for none. */
  pick(x: number, y: number): Promise<Vector3 | null>;
  /** Scene units that a CSS pixel covers at this position. */
  unitsPerPixel(position: Vector3): number;
  /** While true, dragging with the left button, or one finger, is the tool's; the other buttons move the camera. */
  takeLeftButton(taken: boolean): void;
  /** While true, dragging does not move the camera: a tool has the pointer. */
  holdCamera(hold: boolean): void;
}

export interface Overlay {
  /** An object in scene space; drawn over the picture, `depthTest` sees the scene's depth. */
  readonly object: Object3D;
  /** Called before each drawing of the overlays: place labels of HTML, keep handles at their size in pixels. */
  beforeDraw(): void;
  setTheme(theme: Theme): void;
  dispose(): void;
}

/** What the pointer holds: one at a time, of those that `Tool` names. It listens to the canvas while it is active. */
export interface ViewportTool extends Overlay {
  setActive(active: boolean): void;
  /** Forgets what was picked: the scene is another one. */
  clear(): void;
}
