/**
 * How a point looks: a round spot whose size follows the distance between the cloud's points, so that near and far the
 * cloud just closes to a surface. Colours go in as sRGB and leave linear; alpha 0 asks for eye-dome lighting.
 */
import { Color, DataTexture, GLSL3, NoBlending, RawShaderMaterial, Vector2, Vector3 } from 'three';
import { isValueColoring } from '../../app/cloud-colorings.ts';
import type { CloudColoring } from '../../app/state.ts';
import type { ValueAttribute } from '../../worker/engine-api.ts';
import { CLIP_GLSL } from './clip-uniforms.ts';
import { colorTable, PLAIN_COLORS, SELECTION_COLOR } from './point-colors.ts';
import { REMOVED_MARK, SELECTED_MARK } from '../../worker/byte-scale.ts';
import type { ClipUniforms, Theme } from '../viewport-context.ts';

/**
 * Viridis (Smith and van der Walt 2015, CC0) in eleven steps: equal steps of height look equally far apart, in grey and
 * to colour-blind eyes too. Interpolated between these it is off by less than one step of eight bits nearly everywhere.
 */
const VIRIDIS = [
  0x440154, 0x482475, 0x414487, 0x355f8d, 0x2a788e, 0x21918c, 0x22a884, 0x44bf70, 0x7ad151, 0xbddf26, 0xfde725,
];
/** The part of the map that stands out from the background: its ends are nearly black and light yellow. */
const HEIGHT_SHADES: Readonly<Record<Theme, readonly [number, number]>> = { dark: [0.16, 1], light: [0, 0.88] };

/**
 * CSS pixels: a spot under one flickers. At twelve a few ten thousand points still close when they fill the view; where
 * one looks closer than that, the points should stand apart.
 */
const AUTO_PIXELS = { min: 1, max: 12 } as const;
/** Spots 2.6 spacings wide cover 99.5 % of a surface of random points: 1 − exp(−π/4 · 2.6²). */
const SPOT_PER_SPACING = 2.6;

/** The numbers that the shader knows; whatever is looked up in a table is one. */
const COLORINGS: Readonly<Record<Exclude<CloudColoring, ValueAttribute>, number>> = {
  plain: 0,
  file: 1,
  height: 2,
  normal: 3,
};
const BY_TABLE = 4;

const VERTEX = /* glsl */ `
precision highp float;
in vec3 position;
in vec4 pointColor;
in vec4 pointNormal;
in float pointByte;
in float pointScan;
in float pointMark;
uniform mat4 modelViewMatrix;
uniform mat4 projectionMatrix;
uniform int coloring;
uniform vec3 plain;
uniform vec2 heightRange;
uniform vec2 heightShades;
uniform vec3 heightColors[${VIRIDIS.length}];
uniform sampler2D byteColors;
uniform bool isMarked;
uniform vec3 selected;
uniform bool hidesScans;
uniform sampler2D scanShown;
uniform float spotUnits;
uniform float halfHeightPixels;
uniform vec2 spotPixels;
out vec3 spotColor;
flat out float spotSize;
${CLIP_GLSL}
vec3 toLinear(vec3 srgb) {
  return mix(pow((srgb + 0.055) / 1.055, vec3(2.4)), srgb / 12.92, vec3(lessThanEqual(srgb, vec3(0.04045))));
}
vec3 heightColor(float z) {
  float share = clamp((z - heightRange.x) / max(heightRange.y - heightRange.x, 1e-20), 0.0, 1.0);
  float step = mix(heightShades.x, heightShades.y, share) * ${(VIRIDIS.length - 1).toFixed(1)};
  int low = min(int(step), ${VIRIDIS.length - 2});
  return mix(heightColors[low], heightColors[low + 1], step - float(low));
}
void main() {
  bool isHidden = hidesScans && texelFetch(scanShown, ivec2(int(pointScan + 0.5), 0), 0).r < 0.5;
  bool isRemoved = isMarked && pointMark > ${(REMOVED_MARK - 0.5).toFixed(1)};
  if (isHidden || isRemoved || isClipped(position)) {
    gl_Position = vec4(2.0, 2.0, 2.0, 1.0);
    gl_PointSize = 1.0;
    return;
  }
  gl_Position = projectionMatrix * modelViewMatrix * vec4(position, 1.0);
  spotSize = clamp(spotUnits * projectionMatrix[1][1] * halfHeightPixels / gl_Position.w, spotPixels.x, spotPixels.y);
  gl_PointSize = spotSize;
  vec3 srgb = coloring == 1 ? pointColor.rgb
    : coloring == 2 ? heightColor(position.z)
    : coloring == 3 ? 0.5 + 0.5 * pointNormal.xyz
    : coloring == ${BY_TABLE} ? texelFetch(byteColors, ivec2(int(pointByte + 0.5), 0), 0).rgb
    : plain;
  bool isSelected = isMarked && pointMark > ${(SELECTED_MARK - 0.5).toFixed(1)};
  spotColor = toLinear(isSelected ? selected : srgb);
}`;

const FRAGMENT = /* glsl */ `
precision highp float;
in vec3 spotColor;
flat in float spotSize;
out vec4 pixel;
void main() {
  vec2 fromCentre = gl_PointCoord - 0.5;
  // Under three pixels a circle is a square with holes.
  if (spotSize > 2.5 && dot(fromCentre, fromCentre) > 0.25) discard;
  pixel = vec4(spotColor, 0.0);
}`;

export class CloudMaterial extends RawShaderMaterial {
  readonly #look;
  /** A row of 256 texels, for the bytes of the points. */
  readonly #table: DataTexture;
  /** A row of 256 texels: which scans are drawn, by the byte of their points. */
  readonly #shown: DataTexture;
  #coloring: CloudColoring = 'plain';
  #theme: Theme = 'light';

  constructor(clip: ClipUniforms) {
    // Nearest, and as it is stored: the shader makes it linear.
    const table = new DataTexture(new Uint8Array(4 * 256), 256, 1);
    const shown = new DataTexture(new Uint8Array(4 * 256), 256, 1);
    const look = {
      coloring: { value: 0 },
      plain: { value: new Vector3() },
      heightRange: { value: new Vector2() },
      heightShades: { value: new Vector2() },
      heightColors: { value: VIRIDIS.map(srgbTriple) },
      byteColors: { value: table },
      isMarked: { value: false },
      selected: { value: srgbTriple(SELECTION_COLOR) },
      hidesScans: { value: false },
      scanShown: { value: shown },
      spotUnits: { value: 0 },
      halfHeightPixels: { value: 1 },
      spotPixels: { value: new Vector2(1, 1) },
    };
    super({
      glslVersion: GLSL3,
      vertexShader: VERTEX,
      fragmentShader: FRAGMENT,
      uniforms: { ...look, ...clip },
      blending: NoBlending,
    });
    this.#look = look;
    this.#table = table;
    this.#shown = shown;
  }

  setTheme(theme: Theme): void {
    this.#theme = theme;
    this.#look.plain.value.copy(srgbTriple(PLAIN_COLORS[theme]));
    this.#look.heightShades.value.set(...HEIGHT_SHADES[theme]);
    this.#fillTable();
  }

  setColoring(coloring: CloudColoring): void {
    if (coloring === this.#coloring) return;
    this.#coloring = coloring;
    this.#look.coloring.value = isValueColoring(coloring) ? BY_TABLE : COLORINGS[coloring];
    this.#fillTable();
  }

  /** Whether the points have marks: `byte-scale.ts`. */
  setMarked(isMarked: boolean): void {
    this.#look.isMarked.value = isMarked;
  }

  /** The scans whose points are not drawn, by their bytes; none where the points have no such bytes. */
  setHiddenScans(bytes: readonly number[]): void {
    this.#look.hidesScans.value = bytes.length > 0;
    if (bytes.length === 0) return;
    this.#shown.image.data!.fill(255);
    for (const byte of bytes) this.#shown.image.data![4 * byte] = 0;
    this.#shown.needsUpdate = true;
  }

  /** Heights at the ends of the colour scale, scene space. */
  setHeights(low: number, high: number): void {
    this.#look.heightRange.value.set(low, high);
  }

  /**
   * `size` in CSS pixels, or `auto` by `spacing` (scene units). `growth` widens the spots of a sample, so that it
   * looks like the whole. `heightPixels` is the picture's height in device pixels.
   */
  setSpots(size: number | 'auto', spacing: number, growth: number, heightPixels: number, pixelRatio: number): void {
    const { spotUnits, halfHeightPixels, spotPixels } = this.#look;
    halfHeightPixels.value = heightPixels / 2;
    if (size === 'auto') {
      spotUnits.value = SPOT_PER_SPACING * spacing * growth;
      spotPixels.value.set(AUTO_PIXELS.min * pixelRatio, AUTO_PIXELS.max * pixelRatio);
    } else {
      const fixed = Math.max(1, size * pixelRatio * Math.min(growth, 1.5));
      spotUnits.value = 1;
      spotPixels.value.set(fixed, fixed);
    }
  }

  override dispose(): void {
    this.#table.dispose();
    this.#shown.dispose();
    super.dispose();
  }

  #fillTable(): void {
    if (!isValueColoring(this.#coloring)) return;
    this.#table.image.data!.set(colorTable(this.#coloring, this.#theme));
    this.#table.needsUpdate = true;
  }
}

/** The colour as it is stored: the shader makes it linear, after interpolating where the map is even. */
function srgbTriple(hex: number): Vector3 {
  const { r, g, b } = new Color().setHex(hex, 'srgb-linear');
  return new Vector3(r, g, b);
}
