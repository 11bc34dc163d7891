/**
 * How the surface looks: one shader for shading, the five colourings, back faces, trimming and clipping.
 *
 * A ShaderMaterial of its own rather than a standard material with `onBeforeCompile`: all of it together is shorter
 * than the patches would be, it needs no environment map, costs few instructions at two million triangles on weak
 * graphics, and three may rename its chunks. The light is a photographer's: a large key from the upper left of the
 * camera, a weak fill from the right, sky above and ground below in the scene's own up, so that the shape reads from
 * every side and never has a black one.
 *
 * Trimming drops every triangle that has a vertex beyond the length. A fragment does not know its triangle's vertices,
 * but 0 or 1 at each vertex, interpolated, is above 0 everywhere in a triangle with a vertex outside (but for the edge
 * between two others) and exactly 0 in every other.
 */
import { type DataTexture, DoubleSide, ShaderMaterial, Vector2, Vector3 } from 'three';
import type { MeshColoring } from '../../app/state.ts';
import { CLIP_GLSL } from './clip-uniforms.ts';
import { BAND_SHARES } from './color-maps.ts';
import type { ClipUniforms, Theme } from '../viewport-context.ts';

const COLORINGS: readonly MeshColoring[] = ['plain', 'file', 'normal', 'distance', 'trust'];

/** Larger than any distance, and still finite in a shader. */
const NO_TRIM = 3e38;
/** Shorter than any distance, and still not 0 in a shader. */
const TINY = 1e-30;

/** Colours of a theme, sRGB 0…255: the plain surface, and the back of all surfaces. */
const SURFACES: Readonly<Record<Theme, { plain: readonly number[]; back: readonly number[] }>> = {
  light: { plain: [196, 202, 210], back: [186, 147, 122] },
  dark: { plain: [190, 196, 204], back: [166, 128, 104] },
};

/**
 * CSS pixels by which the surface lies deeper than it is, so that points and wires on it are seen. Polygon offset would
 * push steep fronts behind the backs they hide, and closed meshes would show specks of their inside at silhouettes.
 */
const SINK = 1.5;

/** GLSL: `vec4 sunk(vec4 inView, float pixels)`, the clip position with the depth of a place that far behind. */
export const SINK_GLSL = /* glsl */ `
uniform float viewHeight;
vec4 sunk(vec4 inView, float pixels) {
  vec4 place = projectionMatrix * inView;
  float unitsPerPixel = 2.0 * place.w / (projectionMatrix[1][1] * viewHeight);
  vec4 behind = projectionMatrix * (inView - vec4(0.0, 0.0, pixels * unitsPerPixel, 0.0));
  return vec4(place.xy, behind.z / behind.w * place.w, place.w);
}
`;

/**
 * GLSL: `float outsideOf(float goesBelow)`, 1 for a vertex that the trimming length takes, else 0. Interpolate it,
 * discard above 0.
 */
export const TRIM_GLSL = /* glsl */ `
uniform float trimLength;
float outsideOf(float goesBelow) { return goesBelow > trimLength ? 1.0 : 0.0; }
`;

const VERTEX = /* glsl */ `
${TRIM_GLSL}
${SINK_GLSL}
in vec4 vertexColor;
in float vertexDistance;
in float vertexTrimLength;
in float vertexUncertainty;
in float vertexGuess;
uniform bool hasDistances;
uniform int coloring;
out vec3 scenePosition;
out vec3 viewPosition;
out vec3 sceneNormal;
out vec3 fileColor;
out float scaleValue;
out float guess;
out float outside;

vec3 decode(vec3 encoded) {
  return mix(encoded / 12.92, pow((encoded + 0.055) / 1.055, vec3(2.4)), step(0.04045, encoded));
}

void main() {
  scenePosition = position;
  sceneNormal = normal;
  fileColor = decode(vertexColor.rgb);
  scaleValue = coloring == 4 ? vertexUncertainty : vertexDistance;
  guess = vertexGuess;
  outside = hasDistances ? outsideOf(vertexTrimLength) : 0.0;
  vec4 inView = viewMatrix * vec4(position, 1.0);
  viewPosition = inView.xyz;
  gl_Position = sunk(inView, ${SINK.toFixed(1)});
}
`;

const BANDS_GLSL = (['within', 'inside', 'insideMost', 'outside', 'outsideMost'] as const)
  .map((band) => `#define BAND_${band.replace('Most', '_most').toUpperCase()} ${BAND_SHARES[band].toFixed(6)}`)
  .join('\n');

const FRAGMENT = /* glsl */ `
${BANDS_GLSL}
${CLIP_GLSL}
uniform int coloring;
uniform vec3 plainColor;
uniform vec3 backColor;
uniform sampler2D scaleColors;
uniform vec2 scaleEnds;
uniform float tolerance;
uniform bool isSigned;
uniform bool isBanded;
uniform float pixelRatio;
in vec3 scenePosition;
in vec3 viewPosition;
in vec3 sceneNormal;
in vec3 fileColor;
in float scaleValue;
in float guess;
in float outside;

const vec3 KEY = vec3(-0.38, 0.52, 0.765);
const vec3 FILL = vec3(0.84, -0.12, 0.53);

/** Where the file has no normal the triangle's own, towards the outside. */
vec3 outward(float side) {
  vec3 own = side * cross(dFdx(scenePosition), dFdy(scenePosition));
  vec3 normal = dot(sceneNormal, sceneNormal) > 1e-6 ? sceneNormal : own;
  return normalize(normal);
}

/** Lines at 45°, 9 CSS pixels apart, which stand still on the screen: a pattern is seen without any sense of colour. */
const vec3 GUESS = vec3(0.107, 0.0152, 0.162);
float hatch() {
  float place = mod((gl_FragCoord.x + gl_FragCoord.y) * 0.70710678 / pixelRatio, 9.0);
  return smoothstep(0.0, 1.0, place) * (1.0 - smoothstep(4.0, 5.0, place));
}

/** Where a signed distance lies on its scale, whose middle is 0. */
float distanceShare(float signedDistance) {
  float value = isSigned ? signedDistance : abs(signedDistance);
  if (isBanded) {
    if (value < 0.0) return value >= -tolerance ? BAND_WITHIN : value < scaleEnds.x ? BAND_INSIDE_MOST : BAND_INSIDE;
    return value <= tolerance ? BAND_WITHIN : value > scaleEnds.y ? BAND_OUTSIDE_MOST : BAND_OUTSIDE;
  }
  if (value < 0.0) return 0.5 - 0.5 * min(value / scaleEnds.x, 1.0);
  return 0.5 + 0.5 * min(value / scaleEnds.y, 1.0);
}

vec3 surfaceColor(vec3 normal) {
  if (coloring == 1) return fileColor;
  // Saturated only as far as shading still reads.
  if (coloring == 2) return pow(0.6 + 0.3 * normal, vec3(2.2));
  if (coloring == 3 || coloring == 4) {
    // At the centres of the first and the last texel.
    float share = coloring == 3 ? distanceShare(scaleValue) : clamp(scaleValue / scaleEnds.y, 0.0, 1.0);
    vec3 color = texture(scaleColors, vec2((share * 255.0 + 0.5) / 256.0, 0.5)).rgb;
    return coloring == 4 && guess >= 0.5 ? mix(color, GUESS, hatch()) : color;
  }
  return plainColor;
}

void main() {
  if (outside > 0.0 || isClipped(scenePosition)) discard;
  float side = gl_FrontFacing ? 1.0 : -1.0;
  vec3 normal = outward(side);
  vec3 base = gl_FrontFacing ? surfaceColor(normal) : backColor;

  vec3 seen = side * normal;
  vec3 n = normalize(mat3(viewMatrix) * seen);
  vec3 eye = isOrthographic ? vec3(0.0, 0.0, 1.0) : normalize(-viewPosition);
  // Smooth normals may turn away from the eye at a silhouette; light there would flicker.
  float facing = clamp(dot(n, eye), 0.0, 1.0);
  // A wide source wraps around: no hard line between light and shade.
  float key = pow(clamp(dot(n, KEY) * 0.8 + 0.2, 0.0, 1.0), 1.25);
  float fill = clamp(dot(n, FILL) * 0.6 + 0.4, 0.0, 1.0);
  vec3 dome = mix(vec3(0.12, 0.112, 0.105), vec3(0.225, 0.245, 0.28), 0.5 + 0.5 * seen.z);
  vec3 light = vec3(0.86, 0.845, 0.815) * key + vec3(0.075, 0.085, 0.1) * fill + dome;
  // Rims turn a little darker, which draws the shape's outline on light and dark alike.
  light *= mix(0.68, 1.0, smoothstep(0.0, 0.5, facing));
  float gloss = pow(clamp(dot(n, normalize(KEY + eye)), 0.0, 1.0), 42.0);
  float strength = gl_FrontFacing ? (coloring == 0 ? 0.085 : 0.03) : 0.0;
  gl_FragColor = vec4(base * light + strength * gloss, 1.0);
  #include <colorspace_fragment>
}
`;

export interface MeshMaterial {
  readonly material: ShaderMaterial;
  /** Shared with the wireframe by reference. */
  readonly trimUniform: { value: number };
  /** CSS pixels; the caller sets it before each drawing. Shared likewise. */
  readonly heightUniform: { value: number };
  setColoring(coloring: MeshColoring): void;
  setTheme(theme: Theme): void;
  /** Shared as well: device pixels a CSS pixel. */
  readonly pixelRatioUniform: { value: number };
  /** World unit, at both ends of the colours; of trust the upper one. */
  setEnds(low: number, high: number): void;
  /** How distances are coloured. @param tolerance world unit */
  setDistances(isSigned: boolean, isBanded: boolean, tolerance: number): void;
  setHasDistances(has: boolean): void;
  /** World unit; null for none. */
  setTrim(length: number | null): void;
  dispose(): void;
}

/** The scales of those colourings that have one. The caller keeps and disposes them. */
export type ScaleTextures = Readonly<Record<'distance' | 'trust', DataTexture>>;

export function createMeshMaterial(clip: ClipUniforms, scales: ScaleTextures): MeshMaterial {
  const trimUniform = { value: NO_TRIM };
  const heightUniform = { value: 1 };
  const pixelRatioUniform = { value: 1 };
  const uniforms = {
    ...clip,
    trimLength: trimUniform,
    viewHeight: heightUniform,
    hasDistances: { value: false },
    coloring: { value: 0 },
    plainColor: { value: new Vector3() },
    backColor: { value: new Vector3() },
    scaleColors: { value: scales.distance },
    scaleEnds: { value: new Vector2(-1, 1) },
    tolerance: { value: 1 },
    isSigned: { value: true },
    isBanded: { value: false },
    pixelRatio: pixelRatioUniform,
  };
  const material = new ShaderMaterial({
    name: 'mesh',
    uniforms,
    vertexShader: VERTEX,
    fragmentShader: FRAGMENT,
    side: DoubleSide,
  });
  return {
    material,
    trimUniform,
    heightUniform,
    pixelRatioUniform,
    setColoring: (coloring) => {
      uniforms.coloring.value = COLORINGS.indexOf(coloring);
      uniforms.scaleColors.value = scales[coloring === 'trust' ? 'trust' : 'distance'];
    },
    setTheme: (theme) => {
      uniforms.plainColor.value.fromArray(SURFACES[theme].plain.map(decode));
      uniforms.backColor.value.fromArray(SURFACES[theme].back.map(decode));
    },
    // No end is 0, by which a distance would be divided.
    setEnds: (low, high) => void uniforms.scaleEnds.value.set(Math.min(low, -TINY), Math.max(high, TINY)),
    setDistances: (isSigned, isBanded, tolerance) => {
      uniforms.isSigned.value = isSigned;
      uniforms.isBanded.value = isBanded;
      uniforms.tolerance.value = tolerance;
    },
    setHasDistances: (has) => void (uniforms.hasDistances.value = has),
    setTrim: (length) => void (trimUniform.value = length === null ? NO_TRIM : floorToFloat32(length)),
    dispose: () => material.dispose(),
  };
}

/**
 * The largest float32 that is not above `length`. For every float32 `d`, `d > length` in float64 then holds exactly
 * where `d > floorToFloat32(length)` does in the shader; rounded up, a vertex at that distance would stay or go by
 * luck.
 */
export function floorToFloat32(length: number): number {
  const rounded = Math.fround(length);
  if (!(rounded > length)) return rounded;
  const bits = new Uint32Array(Float32Array.of(rounded).buffer);
  // Away from zero for negative numbers, towards it for positive ones.
  bits[0]! += rounded > 0 ? -1 : 1;
  return new Float32Array(bits.buffer)[0]!;
}

/** An sRGB byte as linear light. */
function decode(byte: number): number {
  const part = byte / 255;
  return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
}
