/**
 * Which place of the scene is under the pointer, read from the depth of the picture that is there.
 *
 * Nothing is drawn again: ten million points and two million triangles are already in the kept depth, trimmed and
 * clipped as the person sees them. A depth texture cannot be read back, so a tiny pass copies the pixels around the
 * pointer into bytes, bit by bit, and a fence says when they have arrived: the window's thread never waits.
 */
import {
  type DepthTexture,
  GLSL3,
  Matrix4,
  Mesh,
  NearestFilter,
  NoBlending,
  OrthographicCamera,
  PlaneGeometry,
  ShaderMaterial,
  Vector2,
  Vector3,
  type WebGLRenderer,
  WebGLRenderTarget,
} from 'three';
import type { ViewCamera } from '../viewport-context.ts';

export interface Picker {
  /**
   * The place nearest to the pointer, scene space; null where nothing is drawn within `REACH` pixels.
   * @param depth Of the picture drawn last through `camera`.
   * @param x y CSS pixels from the picture's top left.
   * @param pixelRatio Pixels of the picture per CSS pixel.
   */
  pick(depth: DepthTexture, camera: ViewCamera, x: number, y: number, pixelRatio: number): Promise<Vector3 | null>;
  dispose(): void;
}

/** CSS pixels: as far as a person misses a small thing with a mouse, and points are small. */
export const REACH = 7;
/** The widest reach in pixels of the picture that is read, at any pixel ratio. */
const MOST_PIXELS = 24;
/** Texels of the square that is read. */
const SIDE = 2 * MOST_PIXELS + 1;

const FRAGMENT = /* glsl */ `
uniform highp sampler2D depthMap;
uniform vec2 corner;
out vec4 bits;
void main() {
  ivec2 at = ivec2(gl_FragCoord.xy) + ivec2(corner);
  bool isInside = all(greaterThanEqual(at, ivec2(0))) && all(lessThan(at, textureSize(depthMap, 0)));
  uint depth = floatBitsToUint(isInside ? texelFetch(depthMap, at, 0).r : 1.0);
  bits = vec4((uvec4(depth) >> uvec4(0u, 8u, 16u, 24u)) & 255u) / 255.0;
}
`;

export function createPicker(renderer: WebGLRenderer): Picker {
  const target = new WebGLRenderTarget(SIDE, SIDE, {
    depthBuffer: false,
    minFilter: NearestFilter,
    magFilter: NearestFilter,
  });
  const uniforms = { depthMap: { value: null as DepthTexture | null }, corner: { value: new Vector2() } };
  const material = new ShaderMaterial({
    glslVersion: GLSL3,
    uniforms,
    vertexShader: 'void main() { gl_Position = vec4(position.xy, 0.0, 1.0); }',
    fragmentShader: FRAGMENT,
    depthTest: false,
    depthWrite: false,
    blending: NoBlending,
  });
  const square = new Mesh(new PlaneGeometry(2, 2), material);
  square.frustumCulled = false;
  const flat = new OrthographicCamera();

  const pick: Picker['pick'] = async (depth, camera, x, y, pixelRatio) => {
    const { width, height } = depth.image as { width: number; height: number };
    // Rows of the picture go up, the pointer's down.
    const pointer = new Vector2(x * pixelRatio, height - y * pixelRatio);
    const corner = pointer.clone().floor().subScalar(MOST_PIXELS);
    // The camera may move on before the pixels arrive.
    const sceneFromClip = new Matrix4().multiplyMatrices(camera.matrixWorld, camera.projectionMatrixInverse);
    uniforms.depthMap.value = depth;
    uniforms.corner.value.copy(corner);
    const before = renderer.getRenderTarget();
    renderer.setRenderTarget(target);
    renderer.render(square, flat);
    renderer.setRenderTarget(before);
    uniforms.depthMap.value = null;
    const bytes = new Uint8Array(4 * SIDE * SIDE);
    await renderer.readRenderTargetPixelsAsync(target, 0, 0, SIDE, SIDE, bytes);
    const reach = Math.min(MOST_PIXELS, REACH * pixelRatio);
    const hit = nearestHit(new Float32Array(bytes.buffer), SIDE, pointer.clone().sub(corner), reach);
    if (!hit) return null;
    const inClip = new Vector3(
      (2 * (corner.x + hit.x)) / width - 1,
      (2 * (corner.y + hit.y)) / height - 1,
      2 * hit.depth - 1,
    );
    return inClip.applyMatrix4(sceneFromClip);
  };
  const dispose = (): void => {
    target.dispose();
    material.dispose();
    square.geometry.dispose();
  };
  return { pick, dispose };
}

/**
 * The drawn pixel nearest to the pointer, in pixels of the square; under the pointer itself, the pointer's own place.
 * @param depths [side²] rows upwards; 1 is background.
 */
export function nearestHit(
  depths: Float32Array,
  side: number,
  pointer: { readonly x: number; readonly y: number },
  reach: number,
): { x: number; y: number; depth: number } | null {
  const under = depths[Math.floor(pointer.y) * side + Math.floor(pointer.x)] ?? 1;
  if (under < 1) return { x: pointer.x, y: pointer.y, depth: under };
  let best: { x: number; y: number; depth: number } | null = null;
  let bestSquared = reach * reach;
  for (let row = 0; row < side; row++) {
    for (let column = 0; column < side; column++) {
      const depth = depths[row * side + column]!;
      const [x, y] = [column + 0.5, row + 0.5];
      const squared = (x - pointer.x) ** 2 + (y - pointer.y) ** 2;
      // The one in front of pixels equally far is taken.
      if (depth >= 1 || squared > bestSquared || (best && squared === bestSquared && depth >= best.depth)) continue;
      best = { x, y, depth };
      bestSquared = squared;
    }
  }
  return best;
}
