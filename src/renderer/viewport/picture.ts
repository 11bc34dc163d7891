/**
 * The kept picture of the scene: colour and depth in a target of its own, to which points are added over several
 * repaints, and from which the canvas is composed. Colours are stored as sRGB bytes by the hardware (linear in shaders,
 * no banding in the dark at four bytes a pixel); samples smooth the edges of meshes where a graphics card is there.
 */
import {
  BufferAttribute,
  BufferGeometry,
  DepthTexture,
  GLSL3,
  Matrix3,
  Matrix4,
  Mesh,
  NearestFilter,
  NoBlending,
  OrthographicCamera,
  AlwaysDepth,
  RawShaderMaterial,
  SRGBColorSpace,
  UnsignedIntType,
  Vector2,
  WebGLRenderTarget,
} from 'three';
import type { WebGLRenderer } from 'three';
import { COMPOSE_FRAGMENT, COMPOSE_VERTEX } from './eye-dome.ts';
import type { ViewCamera } from './viewport-context.ts';

/** Over this many pixels (4K and up) edges are fine already, and four samples cost a quarter of a gigabyte. */
const MANY_PIXELS = 5_000_000;
export interface ComposeOptions {
  readonly eyeDome: boolean;
  readonly normalsFromDepth: boolean;
  readonly pixelRatio: number;
  /** Height of the view: in perspective at distance 1, in a parallel projection anywhere. */
  readonly heightAtOne: number;
}

export class Picture {
  readonly #renderer: WebGLRenderer;
  readonly #smooth: boolean;
  readonly #uniforms = {
    colors: { value: null as WebGLRenderTarget['texture'] | null },
    depths: { value: null as DepthTexture | null },
    depthEnds: { value: new Vector2() },
    orthographic: { value: false },
    heightAtOne: { value: 1 },
    pixelRatio: { value: 1 },
    eyeDome: { value: false },
    normalsFromDepth: { value: false },
    inverseProjection: { value: new Matrix4() },
    viewToScene: { value: new Matrix3() },
  };
  /** Draws the picture on the canvas. */
  readonly screen: Mesh<BufferGeometry, RawShaderMaterial>;
  readonly #screenCamera = new OrthographicCamera();
  #target: WebGLRenderTarget;

  /** `smooth` for several samples a pixel: not on a software renderer, whose time grows with them. */
  constructor(renderer: WebGLRenderer, smooth: boolean) {
    this.#renderer = renderer;
    this.#smooth = smooth;
    this.#target = this.#makeTarget(1, 1);
    const material = new RawShaderMaterial({
      glslVersion: GLSL3,
      vertexShader: COMPOSE_VERTEX,
      fragmentShader: COMPOSE_FRAGMENT,
      uniforms: this.#uniforms,
      depthFunc: AlwaysDepth,
      blending: NoBlending,
    });
    this.screen = new Mesh(screenTriangle(), material);
    this.screen.frustumCulled = false;
  }

  get target(): WebGLRenderTarget {
    return this.#target;
  }

  /** Device pixels. What was in the picture is lost. */
  setSize(width: number, height: number): void {
    if (width === this.#target.width && height === this.#target.height) return;
    this.#disposeTarget();
    this.#target = this.#makeTarget(width, height);
  }

  /** Draws the picture on the canvas, with its depth. */
  compose(camera: ViewCamera, options: ComposeOptions): void {
    const uniforms = this.#uniforms;
    uniforms.colors.value = this.#target.texture;
    uniforms.depths.value = this.#target.depthTexture;
    uniforms.depthEnds.value.set(camera.near, camera.far);
    uniforms.orthographic.value = 'isOrthographicCamera' in camera;
    uniforms.heightAtOne.value = options.heightAtOne;
    uniforms.pixelRatio.value = options.pixelRatio;
    uniforms.eyeDome.value = options.eyeDome;
    uniforms.normalsFromDepth.value = options.normalsFromDepth;
    uniforms.inverseProjection.value.copy(camera.projectionMatrixInverse);
    uniforms.viewToScene.value.setFromMatrix4(camera.matrixWorld);
    this.#renderer.setRenderTarget(null);
    this.#renderer.render(this.screen, this.#screenCamera);
  }

  dispose(): void {
    this.#disposeTarget();
    this.screen.geometry.dispose();
    this.screen.material.dispose();
  }

  #makeTarget(width: number, height: number): WebGLRenderTarget {
    const samples = !this.#smooth ? 0 : width * height > MANY_PIXELS ? 2 : 4;
    return new WebGLRenderTarget(width, height, {
      samples,
      colorSpace: SRGBColorSpace,
      minFilter: NearestFilter,
      magFilter: NearestFilter,
      depthTexture: new DepthTexture(width, height, UnsignedIntType),
    });
  }

  #disposeTarget(): void {
    this.#target.depthTexture?.dispose();
    this.#target.dispose();
  }
}

/** One triangle that covers the screen: no seam along a diagonal. */
export function screenTriangle(): BufferGeometry {
  const corners = new Float32Array([-1, -1, 0, 3, -1, 0, -1, 3, 0]);
  return new BufferGeometry().setAttribute('position', new BufferAttribute(corners, 3));
}
