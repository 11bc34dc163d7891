/**
 * Draws the scene: all of it with a sample of the cloud, or more points into the picture that is there; then the canvas
 * from the picture, with the tools over it. When to do which is the render loop's business.
 */
import { Group, type Object3D, Scene, type WebGLRenderer } from 'three';
import { Background } from './layers/background.ts';
import type { CameraRig } from './camera/camera-rig.ts';
import type { CloudLayer } from './layers/cloud-layer.ts';
import type { PointRange } from './layers/cloud-chunks.ts';
import type { Overlay, Theme } from './viewport-context.ts';
import type { MeshLayer } from './layers/mesh-layer.ts';
import { Picture } from './picture.ts';

export interface DrawnPart {
  /** Points that the picture holds now, from the first. */
  readonly end: number;
  /** Buffers were uploaded, so the time of this repaint says nothing about drawing. */
  readonly uploads: boolean;
}

export interface SceneParts {
  readonly rig: CameraRig;
  readonly cloud: CloudLayer;
  readonly mesh: MeshLayer;
  readonly overlays: readonly Overlay[];
}

export class SceneDrawing {
  readonly picture: Picture;
  readonly #renderer: WebGLRenderer;
  readonly #parts: SceneParts;
  readonly #scene = new Scene();
  /** All but the points, in a group of its own, so that hiding it for added points leaves the layers' own state. */
  readonly #solid = new Group();
  readonly #overlayScene = new Scene();
  readonly #background = new Background();
  eyeDome = true;
  pixelRatio = 1;

  constructor(renderer: WebGLRenderer, smooth: boolean, parts: SceneParts) {
    this.#renderer = renderer;
    this.#parts = parts;
    this.picture = new Picture(renderer, smooth);
    this.#solid.add(this.#background.object, parts.mesh.object);
    this.#scene.add(this.#solid, parts.cloud.object);
    for (const overlay of parts.overlays) this.#overlayScene.add(overlay.object);
    renderer.autoClear = false;
  }

  setTheme(theme: Theme): void {
    this.#background.setTheme(theme);
  }

  /**
   * Has all programs made, in the background where the browser can, and asks them what their first use would ask: the
   * answer waits for the graphics process, which a run keeps busy for long.
   */
  async compile(): Promise<void> {
    const { mesh, rig } = this.#parts;
    const compile = (object: Object3D): Promise<Object3D> => this.#renderer.compileAsync(object, rig.camera);
    this.#renderer.setRenderTarget(this.picture.target);
    const scene = [compile(this.#scene), compile(mesh.standIns)];
    this.#renderer.setRenderTarget(null);
    await Promise.all([...scene, compile(this.#overlayScene), compile(this.picture.screen)]);
    for (const program of this.#renderer.info.programs ?? []) program.getUniforms();
  }

  /** The scene with the first `limit` points, drawn so that they look like `sampled` of the cloud's. */
  drawAll(limit: number, sampled: number): DrawnPart {
    this.#parts.mesh.beforeDraw();
    this.#solid.visible = true;
    return this.#draw({ first: 0, end: limit }, sampled, true);
  }

  /** Points of `range` added to the picture. The camera must be where it was. */
  drawMore(range: PointRange, sampled: number): DrawnPart {
    this.#solid.visible = false;
    return this.#draw(range, sampled, false);
  }

  #draw(range: PointRange, sampled: number, clear: boolean): DrawnPart {
    const { cloud, rig } = this.#parts;
    const { target } = this.picture;
    const part = cloud.show(range, sampled, target.height);
    this.#renderer.setRenderTarget(target);
    if (clear) this.#renderer.clear(true, true, false);
    this.#renderer.render(this.#scene, rig.camera);
    return part;
  }

  /** The canvas from the picture, and the tools over it. */
  present(): void {
    const { cloud, rig, overlays } = this.#parts;
    for (const overlay of overlays) overlay.beforeDraw();
    this.picture.compose(rig.camera, {
      eyeDome: this.eyeDome,
      normalsFromDepth: cloud.wantsDepthNormals,
      pixelRatio: this.pixelRatio,
      heightAtOne: rig.heightAtOne,
    });
    this.#renderer.render(this.#overlayScene, rig.camera);
  }

  dispose(): void {
    this.picture.dispose();
    this.#background.dispose();
  }
}
