/**
 * Points of the cloud that have no surface near them, as spots of one size on the screen: they lie off the mesh, so its
 * depth hides only those behind it. Over the kept picture, which is not drawn anew for them.
 */
import { BufferAttribute, BufferGeometry, Points, ShaderMaterial, Vector3 } from 'three';
import { CLIP_GLSL } from '../layers/clip-uniforms.ts';
import type { Overlay, ViewportContext } from '../viewport-context.ts';

/** Red for what is lost, in both themes; sRGB. */
export const LOST_COLOR = 0xde4624;
/** CSS pixels: larger than points of the cloud, so that it is not by colour alone that they are told. */
const DIAMETER = 5;

const VERTEX = /* glsl */ `
uniform float diameter;
${CLIP_GLSL}
void main() {
  gl_PointSize = diameter;
  vec4 place = projectionMatrix * modelViewMatrix * vec4(position, 1.0);
  gl_Position = isClipped(position) ? vec4(2.0, 2.0, 2.0, 1.0) : place;
}
`;

const FRAGMENT = /* glsl */ `
uniform vec3 color;
void main() {
  vec2 fromCentre = gl_PointCoord - 0.5;
  if (dot(fromCentre, fromCentre) > 0.25) discard;
  gl_FragColor = vec4(color, 1.0);
  #include <colorspace_fragment>
}
`;

export class LostPoints implements Overlay {
  readonly object: Points<BufferGeometry, ShaderMaterial>;
  readonly #context: ViewportContext;
  #positions: Float32Array | null = null;
  #isVisible = false;

  constructor(context: ViewportContext) {
    this.#context = context;
    const parts = [16, 8, 0].map((shift) => (((LOST_COLOR >> shift) & 255) / 255) ** 2.2);
    const material = new ShaderMaterial({
      name: 'lost-points',
      uniforms: { ...context.clip, diameter: { value: DIAMETER }, color: { value: new Vector3(...parts) } },
      vertexShader: VERTEX,
      fragmentShader: FRAGMENT,
    });
    this.object = new Points(new BufferGeometry(), material);
    this.object.frustumCulled = false;
    this.#update();
  }

  /** [3 × …] scene space. */
  setPositions(positions: Float32Array | null): void {
    if (positions === this.#positions) return;
    this.#positions = positions;
    this.object.geometry.dispose();
    this.object.geometry = new BufferGeometry();
    if (positions) this.object.geometry.setAttribute('position', new BufferAttribute(positions, 3));
    this.#update();
  }

  setVisible(isVisible: boolean): void {
    if (isVisible === this.#isVisible) return;
    this.#isVisible = isVisible;
    this.#update();
  }

  beforeDraw(): void {
    this.object.material.uniforms['diameter']!.value = DIAMETER * this.#context.pixelRatio;
  }

  /** One colour stands out from both. */
  setTheme(): void {
    return;
  }

  dispose(): void {
    this.object.geometry.dispose();
    this.object.material.dispose();
  }

  #update(): void {
    this.object.visible = this.#isVisible && this.#positions !== null && this.#positions.length > 0;
    this.#context.requestOverlay();
  }
}
