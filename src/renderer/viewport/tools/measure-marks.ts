/**
 * Dots of constant size on the screen, for the tools: handles of the clipping box, ends of a measured line. One draw
 * call of points; rim and shadow set them off from any surface, and come from the distance to the centre, so they are
 * smooth at every scaling.
 */
import { BufferAttribute, BufferGeometry, DynamicDrawUsage, Points, ShaderMaterial, Vector3 } from 'three';
import type { Vector3Like } from 'three';
import type { Theme } from '../viewport-context.ts';

/** sRGB 0…255. */
export const ACCENTS: Readonly<Record<Theme, readonly [number, number, number]>> = {
  light: [24, 100, 214],
  dark: [64, 142, 255],
};

export interface MarkLook {
  /** CSS pixels, rim included. */
  readonly radius: number;
  /** 0…1 */
  readonly opacity: number;
  /** A ring instead of a disc: a place that is not fixed yet. */
  readonly isHollow: boolean;
}

export interface Marks {
  readonly object: Points;
  /** Null hides the mark. */
  set(index: number, position: Vector3Like | null, look: MarkLook): void;
  setPixelRatio(ratio: number): void;
  setTheme(theme: Theme): void;
  dispose(): void;
}

/** CSS pixels that the shadow reaches out. */
const SHADOW = 3;

const VERTEX = /* glsl */ `
uniform float pixelRatio;
in vec3 look;
out float radius;
out float opacity;
out float isHollow;
void main() {
  radius = look.x;
  opacity = look.y;
  isHollow = look.z;
  gl_PointSize = 2.0 * (radius + ${SHADOW.toFixed(1)}) * pixelRatio;
  vec4 place = projectionMatrix * viewMatrix * vec4(position, 1.0);
  // In front of everything, and out of sight where hidden.
  gl_Position = opacity > 0.0 ? place : vec4(2.0, 2.0, 2.0, 1.0);
}
`;

const FRAGMENT = /* glsl */ `
uniform float pixelRatio;
uniform vec3 accent;
in float radius;
in float opacity;
in float isHollow;
void main() {
  float far = length(gl_PointCoord - 0.5) * 2.0 * (radius + ${SHADOW.toFixed(1)});
  float soft = 0.5 / pixelRatio;
  float disc = 1.0 - smoothstep(radius - soft, radius + soft, far);
  float core = 1.0 - smoothstep(radius - 1.75 - soft, radius - 1.75 + soft, far);
  float hole = isHollow * (1.0 - smoothstep(radius - 3.5 - soft, radius - 3.5 + soft, far));
  float shadow = 0.38 * pow(clamp(1.0 - (far - radius) / ${SHADOW.toFixed(1)}, 0.0, 1.0), 2.0) * (1.0 - hole);
  vec3 color = mix(vec3(1.0), accent, core);
  float cover = disc * (1.0 - hole);
  float alpha = cover + shadow * (1.0 - cover);
  if (alpha < 0.004) discard;
  gl_FragColor = vec4(color * cover / alpha, alpha * opacity);
  #include <colorspace_fragment>
}
`;

export function createMarks(count: number): Marks {
  const positions = new BufferAttribute(new Float32Array(3 * count), 3).setUsage(DynamicDrawUsage);
  const looks = new BufferAttribute(new Float32Array(3 * count), 3).setUsage(DynamicDrawUsage);
  const geometry = new BufferGeometry().setAttribute('position', positions).setAttribute('look', looks);
  const uniforms = { pixelRatio: { value: 1 }, accent: { value: new Vector3() } };
  const material = new ShaderMaterial({
    name: 'marks',
    uniforms,
    vertexShader: VERTEX,
    fragmentShader: FRAGMENT,
    transparent: true,
    depthTest: false,
    depthWrite: false,
  });
  const object = new Points(geometry, material);
  object.frustumCulled = false;
  object.renderOrder = 30;
  return {
    object,
    set: (index, position, look) => {
      if (position) positions.setXYZ(index, position.x, position.y, position.z);
      looks.setXYZ(index, look.radius, position ? look.opacity : 0, look.isHollow ? 1 : 0);
      positions.needsUpdate = true;
      looks.needsUpdate = true;
    },
    setPixelRatio: (ratio) => void (uniforms.pixelRatio.value = ratio),
    setTheme: (theme) => void uniforms.accent.value.fromArray(ACCENTS[theme].map((part) => (part / 255) ** 2.2)),
    dispose: () => {
      geometry.dispose();
      material.dispose();
    },
  };
}
