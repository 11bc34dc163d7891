/**
 * The surface in the viewport: takes new geometry in slices while the old one stays, and passes on how it is seen.
 *
 * While a run shows a preview for each level, a person turns the model: so a new mesh is uploaded beside the one shown
 * and takes its place only when it is complete, wires included. A mesh that comes before the last one is complete
 * replaces that one: previews are latest-wins.
 */
import { type Box3, BufferGeometry, Float32BufferAttribute, Group, Mesh, type Object3D } from 'three';
import type { MeshGeometry } from '../../worker/engine-api.ts';
import type { ViewOptions } from '../../app/state.ts';
import { colorMapTexture, DISTANCE_COLORS, TRUST_COLORS } from './color-maps.ts';
import type { Theme, ViewportContext } from '../viewport-context.ts';
import { MeshBuffers } from './mesh-buffers.ts';
import { createMeshMaterial, type MeshMaterial } from './mesh-material.ts';
import { createWireMaterial, createWires, type WireMaterial, type Wires } from './mesh-wires.ts';

/** A second slice in the same repaint only where the first took less. */
const SLICE_MS = 4;
/** CSS pixels. */
const WIRE_WIDTH = 1.3;

/** One mesh: what the engine gave, and what of it is on the graphics card. */
interface Slot {
  readonly source: MeshGeometry;
  readonly buffers: MeshBuffers;
  wires: Wires | null;
  areWiresReady: boolean;
}

export class MeshLayer {
  /** Scene space, without a transform. */
  readonly object = new Group();
  /** Empty, and never drawn: what the surface's programs are made from before there is a surface. */
  readonly standIns: Object3D;
  readonly #context: ViewportContext;
  readonly #gl: WebGL2RenderingContext;
  readonly #scales = { distance: colorMapTexture(DISTANCE_COLORS), trust: colorMapTexture(TRUST_COLORS) };
  readonly #surface: MeshMaterial;
  readonly #wire: WireMaterial;
  readonly #closing = new AbortController();
  #view: ViewOptions | null = null;
  #shown: Slot | null = null;
  #coming: Slot | null = null;
  /** Behind the slices of the last repaint. */
  #fence: WebGLSync | null = null;

  constructor(context: ViewportContext) {
    this.#context = context;
    this.#gl = context.renderer.getContext() as WebGL2RenderingContext;
    this.#surface = createMeshMaterial(context.clip, this.#scales);
    this.#wire = createWireMaterial(context.clip, this.#surface.trimUniform, this.#surface.heightUniform);
    // A program depends on which of these a geometry has.
    const empty = new BufferGeometry();
    for (const name of ['position', 'normal']) empty.setAttribute(name, new Float32BufferAttribute([], 3));
    const bare = new BufferGeometry();
    this.standIns = new Group().add(new Mesh(empty, this.#surface.material), new Mesh(bare, this.#wire.material));
    const { signal } = this.#closing;
    context.canvas.addEventListener('webglcontextrestored', () => this.#restore(), { signal });
  }

  /** Triangles of the geometry, shown or not. */
  get triangleCount(): number {
    return (this.#shown?.source.indices.length ?? 0) / 3;
  }

  /** A mesh is on its way, and none is there in the meantime. */
  get awaitsFirst(): boolean {
    return this.#shown === null && this.#coming !== null;
  }

  setGeometry(geometry: MeshGeometry | null): void {
    closeSlot(this.#coming);
    this.#coming = geometry ? this.#createSlot(geometry) : null;
    if (!geometry) {
      closeSlot(this.#shown);
      this.#shown = null;
      this.object.clear();
    }
    this.#context.requestDraw();
  }

  setView(view: ViewOptions): void {
    this.#view = view;
    // 40 MB at two million triangles are not kept for a look that is off.
    if (!view.wireframe) for (const slot of [this.#shown, this.#coming]) dropWires(slot);
    this.#applyView();
    this.#context.requestDraw();
  }

  setTrim(length: number | null): void {
    this.#surface.setTrim(length);
    this.#context.requestDraw();
  }

  setTheme(theme: Theme): void {
    this.#surface.setTheme(theme);
    this.#wire.setTheme(theme);
    this.#context.requestDraw();
  }

  /** Called before each drawing of the scene: what is measured in pixels follows the canvas. */
  beforeDraw(): void {
    const { canvas, pixelRatio } = this.#context;
    this.#surface.heightUniform.value = canvas.height / pixelRatio;
    this.#surface.pixelRatioUniform.value = pixelRatio;
    this.#wire.setWidth(WIRE_WIDTH * pixelRatio);
  }

  /**
   * Uploads the next slice, at most 8 MB, and one more where that took little time. True while more is left, and then
   * it is called again in the next repaint.
   */
  upload(): boolean {
    if (!this.#isTaken()) return true;
    const start = performance.now();
    const isMore = this.#uploadSlice() && (performance.now() - start > SLICE_MS || this.#uploadSlice());
    if (isMore) {
      this.#fence = this.#gl.fenceSync(this.#gl.SYNC_GPU_COMMANDS_COMPLETE, 0);
      // A fence that is not sent off is never reached.
      this.#gl.flush();
    }
    return isMore;
  }

  /** Scene space, of what is shown; null where nothing is. */
  bounds(): Box3 | null {
    const bounds = this.#shown && this.object.visible ? this.#shown.buffers.bounds : null;
    return bounds && !bounds.isEmpty() ? bounds.clone() : null;
  }

  dispose(): void {
    this.#closing.abort();
    closeSlot(this.#coming);
    closeSlot(this.#shown);
    this.#surface.dispose();
    this.#wire.material.dispose();
    for (const scale of Object.values(this.#scales)) scale.dispose();
  }

  /**
   * Whether the graphics process has taken what it was given. The browser buffers only so much, and then lets the
   * window's thread wait for a busy graphics process.
   */
  #isTaken(): boolean {
    const gl = this.#gl;
    if (this.#fence && gl.getSyncParameter(this.#fence, gl.SYNC_STATUS) === gl.UNSIGNALED) return false;
    gl.deleteSync(this.#fence);
    this.#fence = null;
    return true;
  }

  /** True while more is left, and then something is drawn anew only when all is there. */
  #uploadSlice(): boolean {
    if (this.#coming) {
      if (this.#coming.buffers.upload() || this.#uploadWires(this.#coming)) return true;
      const next = this.#coming;
      this.#coming = null;
      this.#show(next);
      return false;
    }
    if (!this.#shown || !this.#view?.wireframe || this.#shown.areWiresReady) return false;
    if (this.#uploadWires(this.#shown)) return true;
    this.#show(this.#shown);
    return false;
  }

  /** Uploads one slice of the wires; true while more is left. */
  #uploadWires(slot: Slot): boolean {
    if (!this.#view?.wireframe || slot.areWiresReady) return false;
    slot.wires ??= createWires(this.#context.renderer, slot.source, this.#wire);
    slot.areWiresReady = !slot.wires.upload();
    return !slot.areWiresReady;
  }

  #show(slot: Slot): void {
    if (slot !== this.#shown) closeSlot(this.#shown);
    this.#shown = slot;
    this.object.clear();
    const mesh = new Mesh(slot.buffers.geometry, this.#surface.material);
    // One draw call: there is nothing to gain, and clipping would not shrink its bounds.
    mesh.frustumCulled = false;
    this.object.add(mesh);
    if (slot.wires && slot.areWiresReady) this.object.add(slot.wires.object);
    this.#applyView();
    this.#context.requestDraw();
  }

  #applyView(): void {
    const view = this.#view;
    this.object.visible = view?.meshVisible ?? true;
    if (!view || !this.#shown) return;
    const { source } = this.#shown;
    const { colors, distances, trust } = source;
    const hasColors = { plain: true, file: !!colors, normal: true, distance: !!distances, trust: !!trust };
    this.#surface.setColoring(hasColors[view.meshColoring] ? view.meshColoring : 'plain');
    if (view.meshColoring === 'trust' && trust) this.#surface.setEnds(0, trust.range);
    // They are said of every mesh that has distances.
    else if (view.distanceRange !== 'auto') this.#surface.setEnds(...view.distanceRange);
    this.#surface.setDistances(view.distanceSigned, view.distanceBands, Number(view.tolerance) || 0);
    this.#surface.setHasDistances(!!source.distances);
  }

  #restore(): void {
    this.#fence = null;
    const source = this.#coming?.source ?? this.#shown?.source;
    if (!source) return;
    // What the lost context held went with it.
    this.object.clear();
    [this.#shown, this.#coming] = [null, this.#createSlot(source)];
    this.#context.requestDraw();
  }

  #createSlot(source: MeshGeometry): Slot {
    return { source, buffers: new MeshBuffers(this.#gl, source), wires: null, areWiresReady: false };
  }
}

function closeSlot(slot: Slot | null): void {
  slot?.buffers.dispose();
  dropWires(slot);
}

function dropWires(slot: Slot | null): void {
  if (!slot?.wires) return;
  slot.wires.object.removeFromParent();
  slot.wires.dispose();
  slot.wires = null;
  slot.areWiresReady = false;
}
