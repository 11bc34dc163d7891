/** What is behind the scene: a calm gradient, drawn into the picture so that smoothed edges mix with it. */
import { Color, GLSL3, Mesh, NoBlending, RawShaderMaterial } from 'three';
import type { BufferGeometry } from 'three';
import type { Theme } from '../viewport-context.ts';
import { screenTriangle } from '../picture.ts';

/** Bottom and top. */
const COLORS: Readonly<Record<Theme, readonly [number, number]>> = {
  dark: [0x16191e, 0x282d35],
  light: [0xdfe4ea, 0xf7f8fa],
};

const VERTEX = /* glsl */ `
precision highp float;
in vec3 position;
out float share;
void main() {
  share = 0.5 + 0.5 * position.y;
  gl_Position = vec4(position.xy, 1.0, 1.0);
}`;

// A dark gradient has fewer steps than the window has rows: a little noise hides them.
const FRAGMENT = /* glsl */ `
precision highp float;
uniform vec3 bottom;
uniform vec3 top;
in float share;
out vec4 pixel;
void main() {
  float noise = fract(52.9829189 * fract(dot(gl_FragCoord.xy, vec2(0.06711056, 0.00583715)))) - 0.5;
  vec3 color = mix(bottom, top, share);
  pixel = vec4(color * (1.0 + noise / 40.0), 1.0);
}`;

export class Background {
  readonly object: Mesh<BufferGeometry, RawShaderMaterial>;
  readonly #uniforms = { bottom: { value: new Color() }, top: { value: new Color() } };

  constructor() {
    const material = new RawShaderMaterial({
      glslVersion: GLSL3,
      vertexShader: VERTEX,
      fragmentShader: FRAGMENT,
      uniforms: this.#uniforms,
      depthTest: false,
      depthWrite: false,
      blending: NoBlending,
    });
    this.object = new Mesh(screenTriangle(), material);
    this.object.frustumCulled = false;
    // Drawn before everything else.
    this.object.renderOrder = -1000;
  }

  setTheme(theme: Theme): void {
    const [bottom, top] = COLORS[theme];
    this.#uniforms.bottom.value.setHex(bottom);
    this.#uniforms.top.value.setHex(top);
  }

  dispose(): void {
    this.object.geometry.dispose();
    this.object.material.dispose();
  }
}
