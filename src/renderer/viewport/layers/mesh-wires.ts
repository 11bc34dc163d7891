/**
 * The wireframe: edges of constant width in pixels, smooth, over the shaded surface.
 *
 * Ways not taken: barycentric attributes need every vertex three to six times (144 MB at two million triangles);
 * GL_LINES need 48 MB of edges and are one hard pixel wide; WEBGL_polygon_mode is not everywhere, and as thin. Instead
 * the triangles are drawn once more without attributes: the vertex shader takes index and position from two textures
 * (40 MB at two million triangles, only while wires are shown), so it knows its corner of the triangle, and the
 * fragment shader its distance to the edges. Where triangles become smaller than a few pixels the wires fade to a tint;
 * drawn in full they would be a solid black.
 */
import {
  BufferGeometry,
  CustomBlending,
  DoubleSide,
  ExternalTexture,
  Mesh,
  OneFactor,
  OneMinusSrcAlphaFactor,
  ShaderMaterial,
  SrcAlphaFactor,
  Vector4,
  type WebGLRenderer,
} from 'three';
import { ranges } from '../../../engine/vocabulary.ts';
import type { MeshGeometry } from '../../worker/engine-api.ts';
import { CLIP_GLSL } from './clip-uniforms.ts';
import type { ClipUniforms, Theme } from '../viewport-context.ts';
import { SINK_GLSL, TRIM_GLSL } from './mesh-material.ts';

/** Texels of a row: a multiple of 3, so no triangle spans two rows, and less than any WebGL 2 device allows (2048). */
const ROW = 2046;
/** Rows of a slice: 500,000 texels, 2 MB of indices, 8 MB of positions. */
const ROWS = 244;

/** Linear colour and strength of the wires. */
const INKS: Readonly<Record<Theme, readonly [number, number, number, number]>> = {
  light: [0.012, 0.016, 0.025, 0.62],
  dark: [0.004, 0.006, 0.01, 0.66],
};

const VERTEX = /* glsl */ `
${TRIM_GLSL}
${SINK_GLSL}
uniform highp usampler2D indexMap;
uniform highp sampler2D vertexMap;
uniform bool hasDistances;
out vec3 scenePosition;
out vec3 corner;
out float outside;

ivec2 texelOf(int place) { return ivec2(place % ${ROW}, place / ${ROW}); }

void main() {
  int vertex = int(texelFetch(indexMap, texelOf(gl_VertexID), 0).r);
  vec4 positionAndTrimLength = texelFetch(vertexMap, texelOf(vertex), 0);
  scenePosition = positionAndTrimLength.xyz;
  outside = hasDistances ? outsideOf(positionAndTrimLength.w) : 0.0;
  int place = gl_VertexID % 3;
  corner = vec3(place == 0, place == 1, place == 2);
  // Just above the surface: as little as keeps wires of the far side from showing at silhouettes.
  gl_Position = sunk(viewMatrix * vec4(scenePosition, 1.0), 1.1);
}
`;

const FRAGMENT = /* glsl */ `
${CLIP_GLSL}
uniform vec4 ink;
uniform float halfWidth;
in vec3 scenePosition;
in vec3 corner;
in float outside;

void main() {
  if (outside > 0.0 || isClipped(scenePosition)) discard;
  // corner is 0 at an edge and 1 at the vertex opposite: its change per pixel is one over the height in pixels.
  vec3 perPixel = max(vec3(length(vec2(dFdx(corner.x), dFdy(corner.x))), length(vec2(dFdx(corner.y), dFdy(corner.y))),
                          length(vec2(dFdx(corner.z), dFdy(corner.z)))), 1e-7);
  vec3 pixels = corner / perPixel;
  float toEdge = min(min(pixels.x, pixels.y), pixels.z);
  float line = 1.0 - smoothstep(halfWidth - 0.5, halfWidth + 0.5, toEdge);
  // All three count: marching cubes makes slivers, and one among wide neighbours should not fade.
  float height = 3.0 / (perPixel.x + perPixel.y + perPixel.z);
  float strength = mix(0.18, line, smoothstep(1.2 * halfWidth, 5.0 * halfWidth, height));
  if (strength < 0.004) discard;
  gl_FragColor = vec4(ink.rgb, ink.a * strength);
  #include <colorspace_fragment>
}
`;

export interface WireMaterial {
  readonly material: ShaderMaterial;
  setTheme(theme: Theme): void;
  /** Sets the width in pixels of the picture. */
  setWidth(pixels: number): void;
}

export function createWireMaterial(
  clip: ClipUniforms,
  trim: { value: number },
  height: { value: number },
): WireMaterial {
  const uniforms = {
    ...clip,
    trimLength: trim,
    viewHeight: height,
    hasDistances: { value: false },
    indexMap: { value: null },
    vertexMap: { value: null },
    ink: { value: new Vector4() },
    halfWidth: { value: 0.5 },
  };
  const material = new ShaderMaterial({
    name: 'mesh-wires',
    uniforms,
    vertexShader: VERTEX,
    fragmentShader: FRAGMENT,
    side: DoubleSide,
    depthWrite: false,
    transparent: true,
    // The picture's alpha says who is shaded by eye-dome lighting: the surface beneath stays what it was.
    blending: CustomBlending,
    blendSrc: SrcAlphaFactor,
    blendDst: OneMinusSrcAlphaFactor,
    blendSrcAlpha: OneFactor,
    blendDstAlpha: OneMinusSrcAlphaFactor,
  });
  return {
    material,
    setTheme: (theme) => void uniforms.ink.value.set(...INKS[theme]),
    setWidth: (pixels) => void (uniforms.halfWidth.value = pixels / 2),
  };
}

export interface Wires {
  /** Uploads the next slice; true while more is left. */
  upload(): boolean;
  /** The wires, to be shown only when all is uploaded. */
  readonly object: Mesh;
  dispose(): void;
}

/**
 * Makes the wires of one mesh. `wire` belongs to the caller and serves one mesh at a time: its textures are set at each
 * drawing.
 */
export function createWires(renderer: WebGLRenderer, mesh: MeshGeometry, wire: WireMaterial): Wires {
  const gl = renderer.getContext() as WebGL2RenderingContext;
  const textures: WebGLTexture[] = [];
  const geometry = new BufferGeometry();
  geometry.setDrawRange(0, mesh.indices.length);
  const object = new Mesh(geometry, wire.material);
  object.frustumCulled = false;
  const indexMap = new ExternalTexture();
  const vertexMap = new ExternalTexture();
  object.onBeforeRender = () => {
    const { uniforms } = wire.material;
    uniforms['indexMap']!.value = indexMap;
    uniforms['vertexMap']!.value = vertexMap;
    uniforms['hasDistances']!.value = mesh.distances !== undefined;
    wire.material.uniformsNeedUpdate = true;
  };
  const steps = uploadSteps();
  let isDone = false;

  function* uploadSteps(): Generator<void> {
    const create = (format: number, texelCount: number): WebGLTexture => {
      const texture = gl.createTexture();
      textures.push(texture);
      renderer.state.bindTexture(gl.TEXTURE_2D, texture);
      gl.texStorage2D(gl.TEXTURE_2D, 1, format, ROW, Math.max(1, Math.ceil(texelCount / ROW)));
      // Numbers are not blended, and an integer texture that asks for it reads as 0.
      gl.texParameteri(gl.TEXTURE_2D, gl.TEXTURE_MIN_FILTER, gl.NEAREST);
      gl.texParameteri(gl.TEXTURE_2D, gl.TEXTURE_MAG_FILTER, gl.NEAREST);
      return texture;
    };
    const indices = create(gl.R32UI, mesh.indices.length);
    for (const { first: start, end } of ranges(mesh.indices.length, ROW * ROWS)) {
      writeTexels(renderer, gl, indices, start, mesh.indices.subarray(start, end), 1);
      yield;
    }
    const vertexCount = mesh.positions.length / 3;
    const vertices = create(gl.RGBA32F, vertexCount);
    for (const { first: start, end } of ranges(vertexCount, ROW * ROWS)) {
      writeTexels(renderer, gl, vertices, start, positionsAndTrimLengths(mesh, start, end), 4);
      yield;
    }
    indexMap.sourceTexture = indices;
    vertexMap.sourceTexture = vertices;
  }

  const upload = (): boolean => {
    isDone ||= steps.next().done === true;
    return !isDone;
  };
  const dispose = (): void => {
    isDone = true;
    geometry.dispose();
    for (const texture of textures) gl.deleteTexture(texture);
    renderer.state.unbindTexture();
  };
  return { upload, object, dispose };
}

/** Texels from `start`, the first of a row, on: whole rows, then what is left of the last one. */
function writeTexels(
  renderer: WebGLRenderer,
  gl: WebGL2RenderingContext,
  texture: WebGLTexture,
  start: number,
  data: Uint32Array | Float32Array,
  parts: 1 | 4,
): void {
  const { state } = renderer;
  // The call goes through three's own state, which else would believe that its textures are still bound.
  state.bindTexture(gl.TEXTURE_2D, texture);
  state.pixelStorei(gl.UNPACK_FLIP_Y_WEBGL, false);
  state.pixelStorei(gl.UNPACK_PREMULTIPLY_ALPHA_WEBGL, false);
  state.pixelStorei(gl.UNPACK_ALIGNMENT, 4);
  const [format, type] = parts === 1 ? [gl.RED_INTEGER, gl.UNSIGNED_INT] : [gl.RGBA, gl.FLOAT];
  const texelCount = data.length / parts;
  const rows = Math.floor(texelCount / ROW);
  const top = start / ROW;
  if (rows > 0) gl.texSubImage2D(gl.TEXTURE_2D, 0, 0, top, ROW, rows, format, type, data, 0);
  const left = texelCount - rows * ROW;
  if (left > 0) gl.texSubImage2D(gl.TEXTURE_2D, 0, 0, top + rows, left, 1, format, type, data, rows * ROW * parts);
}

/** [4 × (last − first)] */
function positionsAndTrimLengths(mesh: MeshGeometry, first: number, last: number): Float32Array {
  const texels = new Float32Array(4 * (last - first));
  const { positions, trimLengths } = mesh;
  for (let vertex = first, to = 0; vertex < last; vertex++, to += 4) {
    texels[to] = positions[3 * vertex]!;
    texels[to + 1] = positions[3 * vertex + 1]!;
    texels[to + 2] = positions[3 * vertex + 2]!;
    if (trimLengths) texels[to + 3] = trimLengths[vertex]!;
  }
  return texels;
}
