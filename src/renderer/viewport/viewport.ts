/**
 * The 3D view: puts camera, layers, tools and render loop together behind `ViewportApi`. Each of them is told of its
 * own part of a change and asks for a drawing if it needs one; here is only who hears what.
 */
import { Box3, Matrix4, Vector3, type WebGLRenderer } from 'three';
import type { CropBox, Triple } from '../../engine/vocabulary.ts';
import { t } from '../app/i18n.ts';
import { SELECT_TOOLS, type SelectTool, type Tool, type ViewOptions } from '../app/state.ts';
import type { CloudGeometry, MeshGeometry, PointMarks } from '../worker/engine-api.ts';
import { listenToCamera } from './camera/camera-input.ts';
import { CameraRig } from './camera/camera-rig.ts';
import { watchSize, type CanvasSize } from './canvas-size.ts';
import { createClipUniforms } from './layers/clip-uniforms.ts';
import { CloudLayer } from './layers/cloud-layer.ts';
import { directionOf, STANDARD_VIEWS } from './camera/fit.ts';
import { RenderLoop } from './render-loop.ts';
import { Gizmo } from './overlays/gizmo.ts';
import { GpuPacer } from './gpu-pacer.ts';
import { SceneOverlays } from './overlays/scene-overlays.ts';
import type { Box, DrawnCut, Overlay, Theme, ViewportContext, ViewportTool } from './viewport-context.ts';
import { Level } from './tools/level.ts';
import { Measure } from './tools/measure.ts';
import type { Measured } from '../app/measured.ts';
import { Select } from './tools/select.ts';
import { MeshLayer } from './layers/mesh-layer.ts';
import { createPicker, type Picker } from './tools/picking.ts';
import { ScaleBar } from './overlays/scale-bar.ts';
import { SceneDrawing } from './scene-drawing.ts';
import type { CameraPose, StandardView, ViewLabel, ViewportApi, ViewportListener } from './viewport-api.ts';
import { createRenderer } from './webgl.ts';

/** Points in a first repaint, before any was measured. */
const FIRST_POINTS = { card: 2_000_000, software: 100_000 } as const;

/** Fills `container`, which it makes the origin of what it puts over the canvas. Throws without WebGL 2. */
export function createViewport(
  container: HTMLElement,
  listener: ViewportListener,
  label: ViewLabel = 'app.viewport',
): ViewportApi {
  return new Viewport(container, listener, label);
}

/** CSS pixels at the top that the bar of the view lies over, and as many at the foot, where scale and tools stand. */
const BAR_PIXELS = 56;
/** Of the height, however low the view is. */
const LEAST_FREE = 0.6;
/** Of the mesh's size: what is shown of it about a place at least. */
const PLACE_SHARE = 0.15;

class Viewport implements ViewportApi {
  readonly #listener: ViewportListener;
  readonly #labelKey: ViewLabel;
  readonly #container: HTMLElement;
  readonly #renderer: WebGLRenderer;
  readonly #canvas: HTMLCanvasElement;
  readonly #rig: CameraRig;
  readonly #clip = createClipUniforms();
  readonly #cloud: CloudLayer;
  readonly #mesh: MeshLayer;
  readonly #inScene: SceneOverlays;
  readonly #measure: Measure;
  readonly #selects: Readonly<Record<SelectTool, Select>>;
  readonly #overlays: readonly Overlay[];
  /** By the name that chooses it. */
  readonly #tools: Readonly<Record<Exclude<Tool, 'none'>, ViewportTool>>;
  readonly #picker: Picker;
  readonly #gizmo: Gizmo;
  readonly #scaleBar: ScaleBar;
  readonly #drawing: SceneDrawing;
  readonly #loop: RenderLoop;
  readonly #closing = new AbortController();
  readonly #endSize: () => void;
  #size: CanvasSize = { width: 0, height: 0, cssWidth: 0, cssHeight: 0 };
  #lost = false;
  #ready = false;
  #hasAxes = true;
  #tool: Tool = 'none';
  #view: ViewOptions | null = null;
  /** That the listener knows of. */
  #pose: CameraPose | null = null;

  constructor(container: HTMLElement, listener: ViewportListener, label: ViewLabel) {
    this.#labelKey = label;
    this.#listener = listener;
    this.#container = container;
    const { renderer, software } = createRenderer();
    this.#renderer = renderer;
    this.#canvas = renderer.domElement;
    this.#placeCanvas();
    // It is made before those who ask it for drawings while they are being made.
    this.#loop = this.#makeLoop(software);
    this.#rig = new CameraRig(this.#canvas, () => this.#loop.requestCamera());
    const context = this.#makeContext();
    this.#cloud = new CloudLayer(context);
    this.#mesh = new MeshLayer(context);
    this.#inScene = new SceneOverlays(context, (box, final) => this.#listener.cropped(box, final));
    this.#measure = new Measure(context, (places) => this.#listener.measured(places));
    const selecting = {
      drawn: (...args: Parameters<ViewportListener['selected']>) => this.#listener.selected(...args),
      keys: (...args: Parameters<ViewportListener['selectKeys']>) => this.#listener.selectKeys(...args),
    };
    this.#selects = Object.fromEntries(
      SELECT_TOOLS.map((tool) => [tool, new Select(tool, context, selecting)]),
    ) as Record<SelectTool, Select>;
    const level = new Level(context, (places) => this.#listener.levelled(places), {
      shape: () => this.#shape(),
      preview: (matrix) => this.#turn(matrix),
      turned: (axis, degrees) => this.#listener.turned(axis, degrees),
    });
    this.#tools = { measure: this.#measure, level, ...this.#selects };
    this.#picker = createPicker(renderer);
    this.#gizmo = new Gizmo(container, (view) => this.look(view));
    this.#scaleBar = new ScaleBar(container);
    this.#overlays = [...this.#inScene.all, ...Object.values(this.#tools)];
    this.#drawing = new SceneDrawing(renderer, !software, {
      rig: this.#rig,
      cloud: this.#cloud,
      mesh: this.#mesh,
      overlays: this.#overlays,
    });
    this.#listen();
    this.setTheme('light');
    this.#endSize = watchSize(container, (size) => this.#resize(size));
    void this.#warmUp();
  }

  setCloud(geometry: CloudGeometry | null, fit: boolean): void {
    this.#turn(null);
    this.#cloud.setGeometry(geometry);
    for (const tool of Object.values(this.#tools)) tool.clear();
    // Positions may be relative to another origin than before, so a smooth way there would mean nothing.
    if (fit) this.#fit(false);
  }

  setMesh(geometry: MeshGeometry | null): void {
    const hadNothing = this.bounds() === null;
    this.#mesh.setGeometry(geometry);
    if (hadNothing) this.#fit(false);
  }

  setView(view: ViewOptions): void {
    const before = this.#view;
    if (before && sameView(before, view)) return;
    this.#view = view;
    this.#showCloud();
    this.#mesh.setView(view);
    this.#inScene.setView(view);
    this.#rig.setOrthographic(view.orthographic);
    this.#drawing.eyeDome = view.eyeDome;
    this.#label();
    this.#loop.requestScene();
  }

  setCrop(crop: CropBox | null): void {
    this.#inScene.setCrop(crop);
  }

  setCut(cut: DrawnCut | null): void {
    this.#inScene.setCut(cut);
  }

  setMarks(marks: PointMarks): void {
    this.#cloud.setMarks(marks);
  }

  setMeasurements(measurements: readonly Measured[]): void {
    this.#inScene.setMeasurements(measurements);
  }

  setBrush(radius: number): void {
    for (const tool of Object.values(this.#selects)) tool.setBrush(radius);
  }

  setLostPoints(positions: Float32Array | null): void {
    this.#inScene.setLostPoints(positions);
  }

  setTrim(length: number | null): void {
    this.#mesh.setTrim(length);
  }

  setUnit(unit: string): void {
    if (unit === this.#scaleBar.unit) return;
    this.#scaleBar.unit = unit;
    this.#measure.setUnit(unit);
    this.#inScene.setUnit(unit);
    this.#loop.requestScene();
  }

  setTool(tool: Tool): void {
    this.#tool = tool;
    // The one that is laid down first: both change the cursor.
    for (const [name, each] of Object.entries(this.#tools)) if (name !== tool) each.setActive(false);
    if (tool !== 'none') this.#tools[tool].setActive(true);
  }

  setTheme(theme: Theme): void {
    const themed = [this.#cloud, this.#mesh, ...this.#overlays, this.#gizmo, this.#scaleBar, this.#drawing];
    for (const part of themed) part.setTheme(theme);
    this.#label();
    this.#loop.requestScene();
  }

  fit(): void {
    this.#fit(true);
  }

  show(place: { readonly min: Triple; readonly max: Triple }, origin: Triple): void {
    const whole = this.#mesh.bounds() ?? this.#bounds();
    if (!whole) return;
    const box = new Box3(new Vector3(...place.min), new Vector3(...place.max));
    box.translate(new Vector3(...origin).negate());
    const [centre, size] = [box.getCenter(new Vector3()), box.getSize(new Vector3())];
    // With what lies about it: alone a small place says nothing of where it is.
    const half = Math.max(1.5 * size.length(), PLACE_SHARE * whole.getSize(new Vector3()).length()) / 2;
    const [min, max] = [centre.clone().subScalar(half), centre.clone().addScalar(half)];
    this.#rig.show({ min: min.toArray(), max: max.toArray() }, directionOf(centre.sub(whole.getCenter(new Vector3()))));
  }

  look(from: StandardView): void {
    this.#rig.look(STANDARD_VIEWS[from]);
  }

  pose = (): CameraPose => this.#rig.pose();
  setPose = (pose: CameraPose): void => this.#rig.setPose(pose);
  setFrame = (frame: Box): void => this.#rig.setFrame(frame);

  setAxes(visible: boolean): void {
    this.#hasAxes = visible;
    this.#loop.requestOverlay();
  }

  async screenshot(): Promise<Blob> {
    await this.settled();
    // The canvas keeps its content only to the end of the task that drew it.
    this.#drawing.present();
    const blob = await new Promise<Blob | null>((resolve) => this.#canvas.toBlob(resolve, 'image/png'));
    if (!blob) throw new Error('The browser could not make a picture of the view.');
    return blob;
  }

  bounds(): Box | null {
    const bounds = this.#bounds();
    return bounds && { min: bounds.min.toArray(), max: bounds.max.toArray() };
  }

  settled(): Promise<void> {
    return this.#loop.settled();
  }

  stats(): { pointsDrawn: number; points: number; triangles: number; repaints: number } {
    return {
      pointsDrawn: Math.min(this.#loop.pointsDrawn, this.#cloud.shownCount),
      points: this.#cloud.count,
      triangles: this.#mesh.triangleCount,
      repaints: this.#loop.repaints,
    };
  }

  dispose(): void {
    this.#closing.abort();
    this.#endSize();
    const parts = [this.#loop, this.#rig, this.#cloud, this.#mesh, ...this.#overlays];
    for (const part of [...parts, this.#picker, this.#gizmo, this.#scaleBar, this.#drawing, this.#renderer])
      part.dispose();
    this.#canvas.remove();
  }

  /** A first repaint would wait for the compiler of the card's driver; so it waits, and the window does not. */
  async #warmUp(): Promise<void> {
    await this.#drawing.compile();
    this.#ready = true;
    this.#updateStopped();
  }

  #updateStopped(): void {
    this.#loop.stopped = !this.#ready || this.#lost || !hasArea(this.#size);
  }

  #placeCanvas(): void {
    if (getComputedStyle(this.#container).position === 'static') this.#container.style.position = 'relative';
    this.#canvas.style.cssText =
      'position:absolute;inset:0;width:100%;height:100%;display:block;touch-action:none;outline-offset:-2px';
    this.#canvas.tabIndex = 0;
    // Keys move the camera, which a reader of pages would keep for itself.
    this.#canvas.setAttribute('role', 'application');
    this.#container.prepend(this.#canvas);
  }

  #label(): void {
    this.#canvas.setAttribute('aria-label', t(this.#labelKey));
  }

  #makeContext(): ViewportContext {
    const rig = this.#rig;
    const size = (): CanvasSize => this.#size;
    return {
      renderer: this.#renderer,
      container: this.#container,
      canvas: this.#canvas,
      clip: this.#clip,
      get camera() {
        return rig.camera;
      },
      get pixelRatio() {
        return pixelRatioOf(size());
      },
      requestDraw: () => this.#loop.requestScene(),
      requestOverlay: () => this.#loop.requestOverlay(),
      pick: (x, y) => this.#pick(x, y),
      unitsPerPixel: (position) => rig.unitsPerPixel(position, size().cssHeight),
      takeLeftButton: (taken) => {
        rig.leftIsTaken = taken;
      },
      holdCamera: (hold) => {
        rig.enabled = !hold;
        // camera-controls hands touches back to the page when it is disabled.
        this.#canvas.style.touchAction = 'none';
      },
    };
  }

  #makeLoop(software: boolean): RenderLoop {
    const pacer = new GpuPacer(this.#renderer.getContext() as WebGL2RenderingContext);
    return new RenderLoop(
      pacer,
      {
        moveCamera: (seconds) => this.#moveCamera(seconds),
        pointCount: () => this.#cloud.shownCount,
        upload: () => this.#uploadMesh(),
        drawAll: (limit, sampled) => this.#drawing.drawAll(limit, sampled),
        drawMore: (range, sampled) => this.#drawing.drawMore(range, sampled),
        present: () => this.#present(),
      },
      software ? FIRST_POINTS.software : FIRST_POINTS.card,
    );
  }

  #moveCamera(seconds: number): boolean {
    const isMoving = this.#rig.update(seconds, this.bounds());
    const pose = this.#rig.pose('now');
    if (this.#pose && samePose(this.#pose, pose)) return isMoving;
    this.#pose = pose;
    this.#listener.moved(pose);
    return isMoving;
  }

  #listen(): void {
    const { signal } = this.#closing;
    const canvas = this.#canvas;
    listenToCamera(canvas, this.#rig, (x, y) => void this.#focus(x, y), signal);
    canvas.addEventListener('webglcontextlost', () => this.#setLost(true), { signal });
    canvas.addEventListener('webglcontextrestored', () => this.#setLost(false), { signal });
  }

  /** three makes its state anew; arrays are kept, so everything is uploaded again as it is drawn. */
  #setLost(lost: boolean): void {
    this.#lost = lost;
    if (!lost) {
      this.#cloud.forgetUploads();
      // Compiling may have been cut off; programs are then made as they are used.
      this.#ready = true;
    }
    this.#updateStopped();
    this.#listener.contextLost(lost);
  }

  #resize(size: CanvasSize): void {
    this.#size = size;
    this.#updateStopped();
    if (!hasArea(size) || this.#lost) return;
    this.#drawing.pixelRatio = pixelRatioOf(size);
    this.#renderer.setSize(size.width, size.height, false);
    this.#drawing.picture.setSize(size.width, size.height);
    this.#rig.setAspect(size.width / size.height, Math.max(LEAST_FREE, 1 - (2 * BAR_PIXELS) / size.cssHeight));
    this.#loop.drawNow();
  }

  #present(): void {
    const shows = this.#bounds() !== null;
    this.#drawing.present();
    this.#gizmo.update(shows && this.#hasAxes ? this.#rig.camera.quaternion : null);
    this.#scaleBar.update(shows ? this.#rig.unitsPerPixel(this.#rig.target, this.#size.cssHeight) : null);
  }

  #bounds(): Box3 | null {
    const shown = [this.#cloud.bounds(), this.#mesh.bounds()].filter((bounds) => bounds !== null);
    return shown.length === 0 ? null : shown.reduce((all, bounds) => all.union(bounds), new Box3());
  }

  #uploadMesh(): boolean {
    const isMore = this.#mesh.upload();
    if (!isMore) this.#showCloud();
    return isMore;
  }

  /** A cloud that gives way to a mesh stays until the mesh is there: nothing in between would flash. */
  #showCloud(): void {
    const view = this.#view;
    if (!view) return;
    const cloudVisible = view.cloudVisible || (view.meshVisible && this.#mesh.awaitsFirst);
    this.#cloud.setView({ ...view, cloudVisible });
  }

  /** What is shown, scene space, without a few strays far away, which would make it a speck. */
  #shape(): Box3 | null {
    const { statistics, shownCount } = this.#cloud;
    const box = this.#mesh.bounds()?.clone() ?? new Box3();
    // A mesh that is being uploaded is not there yet: its points are.
    if (statistics && (shownCount > 0 || box.isEmpty())) {
      box.union(new Box3(new Vector3(...statistics.fit.min), new Vector3(...statistics.fit.max)));
    }
    return box.isEmpty() ? null : box;
  }

  /** Draws the scene turned, as it will stand; null as it stands. What lies in it by itself is not drawn meanwhile. */
  #turn(matrix: Matrix4 | null): void {
    for (const { object } of [this.#cloud, this.#mesh]) {
      object.matrixAutoUpdate = false;
      object.matrix.copy(matrix ?? new Matrix4());
      object.matrixWorldNeedsUpdate = true;
    }
    this.#inScene.setTurned(matrix !== null);
    this.#loop.requestScene();
  }

  #fit(smooth: boolean): void {
    const box = this.#shape();
    if (!box) return;
    const asTriples: { min: Triple; max: Triple } = { min: box.min.toArray(), max: box.max.toArray() };
    this.#rig.fit(asTriples, smooth);
  }

  async #focus(x: number, y: number): Promise<void> {
    if (this.#tool !== 'none') return;
    const position = await this.#pick(x, y);
    if (position) this.#rig.focus(position);
  }

  async #pick(x: number, y: number): Promise<Vector3 | null> {
    const { depthTexture } = this.#drawing.picture.target;
    if (!depthTexture || this.#lost || !hasArea(this.#size)) return null;
    return this.#picker.pick(depthTexture, this.#rig.camera, x, y, pixelRatioOf(this.#size));
  }
}

/** Callers put views together anew for each change of anything else. */
function sameView(a: ViewOptions, b: ViewOptions): boolean {
  return (Object.keys(a) as (keyof ViewOptions)[]).every((key) => a[key] === b[key]);
}

function samePose(a: CameraPose, b: CameraPose): boolean {
  return a.height === b.height && [0, 1, 2].every((i) => a.eye[i] === b.eye[i] && a.target[i] === b.target[i]);
}

function hasArea(size: CanvasSize): boolean {
  return size.width > 0 && size.height > 0;
}

function pixelRatioOf(size: CanvasSize): number {
  return size.cssWidth > 0 ? size.width / size.cssWidth : window.devicePixelRatio;
}
