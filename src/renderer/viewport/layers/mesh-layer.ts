/**
 * The surface in the viewport: takes new geometry in slices while the old one stays, and passes on how it is seen.
 *
 * While a run shows a preview for each level, a person turns the model: so a new mesh is uploaded beside the one shown
 * and takes its place only when it is complete, wires included. A mesh that comes before the last one is complete
 * replaces that one: previews are latest-wins.
 */
import { type Box3, BufferGeometry, Group, Mesh } from 'three';
import type { MeshGeometry } from '../../worker/engine-api.ts';
import type { ViewOptions } from '../../app/state.ts';
import { colorMapTexture, DISTANCE_COLORS } from './color-maps.ts';
import type { MeshLayer, ViewportContext } from '../layer.ts';
import { heatRange } from '../overlays/legend.ts';
import { MeshBuffers } from './mesh-buffers.ts';
import { createMeshMaterial } from './mesh-material.ts';
import { createWireMaterial, createWires, type Wires } from './mesh-wires.ts';

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

// eslint-disable-next-line max-lines-per-function -- a closure holds the layer's state; its inner functions are short
export function createMeshLayer(context: ViewportContext): MeshLayer {
  const gl = context.renderer.getContext() as WebGL2RenderingContext;
  const distanceColors = colorMapTexture(DISTANCE_COLORS);
  const surface = createMeshMaterial(context.clip, distanceColors);
  const wire = createWireMaterial(context.clip, surface.trimUniform, surface.heightUniform);
  const object = new Group();
  let view: ViewOptions | null = null;
  let shown: Slot | null = null;
  let coming: Slot | null = null;
  /** Behind the slices of the last repaint. */
  let fence: WebGLSync | null = null;

  const createSlot = (source: MeshGeometry): Slot => ({
    source,
    buffers: new MeshBuffers(gl, source),
    wires: null,
    areWiresReady: false,
  });
  const dropWires = (slot: Slot | null): void => {
    if (!slot?.wires) return;
    slot.wires.object.removeFromParent();
    slot.wires.dispose();
    slot.wires = null;
    slot.areWiresReady = false;
  };
  const closeSlot = (slot: Slot | null): void => {
    slot?.buffers.dispose();
    dropWires(slot);
  };

  /** Uploads one slice of the wires; true while more is left. */
  const uploadWires = (slot: Slot): boolean => {
    if (!view?.wireframe || slot.areWiresReady) return false;
    slot.wires ??= createWires(context.renderer, slot.source, wire);
    slot.areWiresReady = !slot.wires.upload();
    return !slot.areWiresReady;
  };

  const applyView = (): void => {
    object.visible = view?.meshVisible ?? true;
    if (!view || !shown) return;
    const { source, buffers } = shown;
    const hasColors = { plain: true, file: !!source.colors, normal: true, distance: !!source.distances };
    surface.setColoring(hasColors[view.meshColoring] ? view.meshColoring : 'plain');
    surface.setRange(heatRange(view.distanceRange, buffers.distances.percentile95, buffers.distances.max));
    surface.setHasDistances(!!source.distances);
  };

  const show = (slot: Slot): void => {
    if (slot !== shown) closeSlot(shown);
    shown = slot;
    object.clear();
    const mesh = new Mesh(slot.buffers.geometry, surface.material);
    // One draw call: there is nothing to gain, and clipping would not shrink its bounds.
    mesh.frustumCulled = false;
    object.add(mesh);
    if (slot.wires && slot.areWiresReady) object.add(slot.wires.object);
    applyView();
    context.requestDraw();
  };

  /** True while more is left, and then something is drawn anew only when all is there. */
  const uploadSlice = (): boolean => {
    if (coming) {
      if (coming.buffers.upload() || uploadWires(coming)) return true;
      const next = coming;
      coming = null;
      show(next);
      return false;
    }
    if (!shown || !view?.wireframe || shown.areWiresReady) return false;
    if (uploadWires(shown)) return true;
    show(shown);
    return false;
  };

  /**
   * Whether the graphics process has taken what it was given. The browser buffers only so much, and then lets the
   * window's thread wait for a busy graphics process.
   */
  const isTaken = (): boolean => {
    if (fence && gl.getSyncParameter(fence, gl.SYNC_STATUS) === gl.UNSIGNALED) return false;
    gl.deleteSync(fence);
    fence = null;
    return true;
  };

  const restore = (): void => {
    fence = null;
    const source = coming?.source ?? shown?.source;
    if (!source) return;
    // What the lost context held went with it.
    object.clear();
    [shown, coming] = [null, createSlot(source)];
    context.requestDraw();
  };
  context.canvas.addEventListener('webglcontextrestored', restore);

  const empty = new BufferGeometry();
  const standIns = new Group().add(new Mesh(empty, surface.material), new Mesh(empty, wire.material));

  return {
    object,
    standIns,
    setGeometry: (geometry) => {
      closeSlot(coming);
      coming = geometry ? createSlot(geometry) : null;
      if (!geometry) {
        closeSlot(shown);
        shown = null;
        object.clear();
      }
      context.requestDraw();
    },
    setView: (next) => {
      view = next;
      // 40 MB at two million triangles are not kept for a look that is off.
      if (!next.wireframe) for (const slot of [shown, coming]) dropWires(slot);
      applyView();
      context.requestDraw();
    },
    setTrim: (length) => {
      surface.setTrim(length);
      context.requestDraw();
    },
    setTheme: (theme) => {
      surface.setTheme(theme);
      wire.setTheme(theme);
      context.requestDraw();
    },
    beforeDraw: () => {
      surface.heightUniform.value = context.canvas.height / context.pixelRatio;
      wire.setWidth(WIRE_WIDTH * context.pixelRatio);
    },
    upload: () => {
      if (!isTaken()) return true;
      const start = performance.now();
      const isMore = uploadSlice() && (performance.now() - start > SLICE_MS || uploadSlice());
      if (isMore) {
        fence = gl.fenceSync(gl.SYNC_GPU_COMMANDS_COMPLETE, 0);
        // A fence that is not sent off is never reached.
        gl.flush();
      }
      return isMore;
    },
    bounds: (): Box3 | null => {
      const bounds = shown && object.visible ? shown.buffers.bounds : null;
      return bounds && !bounds.isEmpty() ? bounds.clone() : null;
    },
    get triangleCount() {
      return (shown?.source.indices.length ?? 0) / 3;
    },
    get awaitsFirst() {
      return shown === null && coming !== null;
    },
    dispose: () => {
      context.canvas.removeEventListener('webglcontextrestored', restore);
      closeSlot(coming);
      closeSlot(shown);
      surface.dispose();
      wire.material.dispose();
      distanceColors.dispose();
    },
  };
}
