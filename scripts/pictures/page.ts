/**
 * The page that draws: three.js in Chromium, one picture after another onto one canvas, then together as a sheet.
 * Node takes the types away and serves it (see `page-server.ts`); the command line calls `window.drawSheet`.
 *
 * Key and fill light hang on the camera, so every view is lit alike and shape reads the same from all sides. Ambient
 * occlusion darkens what lies deep: without it a fold and a painted stripe look the same. Pictures are drawn at twice
 * their size and scaled down, which smooths edges and points in one go.
 */
import * as THREE from 'three';
import { EffectComposer } from 'three/addons/postprocessing/EffectComposer.js';
import { GTAOPass } from 'three/addons/postprocessing/GTAOPass.js';
import { OutputPass } from 'three/addons/postprocessing/OutputPass.js';
import { RenderPass } from 'three/addons/postprocessing/RenderPass.js';
import type { CloudArrays, MeshArrays, SheetRequest, SheetRow, ViewCamera } from './sheet.ts';

declare global {
  interface Window {
    drawSheet: typeof drawSheet;
  }
}

type Shape = THREE.Mesh<THREE.BufferGeometry, THREE.Material> | THREE.Points<THREE.BufferGeometry, THREE.Material>;

const BACKGROUND = '#5e5f61';
const SURFACE = '#d9d4ca';
const RUST = '#b5401c';
const INK = '#f2f2f0';
const SUPERSAMPLING = 2;
const CAPTION_HEIGHT = 26;
/**
 * Reach of ambient occlusion and the depth across which it still counts, picture space (the shape's radius is 1). By
 * eye: with a depth of 0.12 a table seen from above melts into the floor.
 */
const OCCLUSION_RADIUS = 0.12;
const OCCLUSION_DEPTH = 0.5;

/** @returns the sheet as a PNG in base64 */
async function drawSheet(request: SheetRequest): Promise<string> {
  const { width, height, cameras, rows } = request;
  const rowHeight = height + CAPTION_HEIGHT;
  const sheet = document.createElement('canvas');
  sheet.width = width * cameras.length;
  sheet.height = rowHeight * rows.length;
  const drawing = sheet.getContext('2d');
  if (!drawing) throw new Error('Chromium gives no 2D canvas');
  drawing.imageSmoothingQuality = 'high';
  drawing.fillStyle = BACKGROUND;
  drawing.fillRect(0, 0, sheet.width, sheet.height);
  const studio = new Studio(width, height);
  for (const [r, row] of rows.entries()) {
    const shape = await loadShape(row, request);
    for (const [c, view] of cameras.entries()) {
      drawing.drawImage(studio.draw(shape, view), c * width, r * rowHeight, width, height);
    }
    shape.geometry.dispose();
    drawCaptions(drawing, row, request, r * rowHeight + height);
  }
  studio.dispose();
  return sheet.toDataURL('image/png').replace(/^.*,/, '');
}

/** Renderer, lights and passes; owns the WebGL context, of which a page may have but a few. */
class Studio {
  readonly #renderer = new THREE.WebGLRenderer({ preserveDrawingBuffer: true });
  readonly #scene = new THREE.Scene();
  readonly #camera = new THREE.PerspectiveCamera();
  readonly #composer: EffectComposer;
  readonly #occlusion: GTAOPass;

  constructor(width: number, height: number) {
    this.#renderer.setSize(SUPERSAMPLING * width, SUPERSAMPLING * height);
    this.#camera.aspect = width / height;
    this.#camera.add(lightFrom('#fff8ee', 2.5, [-0.6, 0.75, 0.75]), lightFrom('#e2ebff', 0.7, [0.9, -0.15, 0.5]));
    this.#scene.background = new THREE.Color(BACKGROUND);
    this.#scene.add(this.#camera, new THREE.AmbientLight('#ffffff', 0.55));
    this.#occlusion = new GTAOPass(this.#scene, this.#camera);
    // Most of the time goes here: half the usual samples, as the scaling down averages four pixels anyway.
    this.#occlusion.updateGtaoMaterial({
      radius: OCCLUSION_RADIUS,
      thickness: OCCLUSION_DEPTH,
      scale: 1.2,
      samples: 9,
    });
    this.#occlusion.updatePdMaterial({ samples: 8, radius: 8 });
    this.#composer = new EffectComposer(this.#renderer);
    this.#composer.addPass(new RenderPass(this.#scene, this.#camera));
    this.#composer.addPass(this.#occlusion);
    this.#composer.addPass(new OutputPass());
  }

  /** @returns the renderer's canvas, which the next call draws over */
  draw(shape: Shape, view: ViewCamera): HTMLCanvasElement {
    const camera = this.#camera;
    camera.fov = view.fieldOfView;
    camera.near = view.near;
    camera.far = view.far;
    camera.updateProjectionMatrix();
    const [right, up, towards] = [view.right, view.up, view.towards].map((axis) => new THREE.Vector3(...axis));
    camera.quaternion.setFromRotationMatrix(new THREE.Matrix4().makeBasis(right!, up!, towards!));
    camera.position.set(...view.eye);
    // Points have no normals to shade by; of a mesh, the pass must see the same sides as the picture.
    this.#occlusion.enabled = shape instanceof THREE.Mesh;
    this.#occlusion.normalMaterial.side = shape.material.side;
    this.#scene.add(shape);
    this.#composer.render();
    this.#scene.remove(shape);
    return this.#renderer.domElement;
  }

  dispose(): void {
    for (const pass of this.#composer.passes) pass.dispose();
    this.#composer.dispose();
    this.#renderer.dispose();
    this.#renderer.forceContextLoss();
  }
}

/** A directional light that stands at `from` in the camera's axes: right, up, towards the viewer. */
function lightFrom(color: string, intensity: number, from: readonly [number, number, number]): THREE.Object3D {
  const light = new THREE.DirectionalLight(color, intensity);
  light.position.set(...from);
  return new THREE.Group().add(light, light.target);
}

async function loadShape(row: SheetRow, request: SheetRequest): Promise<Shape> {
  const { shape } = row;
  if (shape.kind === 'mesh') return loadMesh(shape, request);
  return loadCloud(shape, request.pointSize);
}

async function loadMesh(arrays: MeshArrays, { hidden, withEdges }: SheetRequest): Promise<Shape> {
  const geometry = new THREE.BufferGeometry();
  geometry.setAttribute('position', new THREE.BufferAttribute(new Float32Array(await load(arrays.positions)), 3));
  geometry.setAttribute('normal', new THREE.BufferAttribute(new Float32Array(await load(arrays.normals)), 3));
  if (arrays.colors !== undefined) geometry.setAttribute('color', await loadColors(arrays.colors));
  const material = new THREE.MeshStandardMaterial({
    color: arrays.colors === undefined ? SURFACE : '#ffffff',
    vertexColors: arrays.colors !== undefined,
    roughness: 0.65,
    side: { none: THREE.DoubleSide, front: THREE.BackSide, back: THREE.FrontSide }[hidden],
  });
  paint(material, { hasRust: hidden === 'none', withEdges });
  return new THREE.Mesh(geometry, material);
}

interface Paint {
  /** Whether back faces are rust. */
  readonly hasRust: boolean;
  readonly withEdges: boolean;
}

/**
 * One material with two colours, as two of them would have to draw (and keep in memory) every triangle twice. Edges lie
 * where a weight of a triangle's corners is almost 0: each has corners of its own, so their numbers tell which is
 * which.
 */
function paint(material: THREE.MeshStandardMaterial, { hasRust, withEdges }: Paint): void {
  const [r, g, b] = new THREE.Color(RUST).toArray();
  const rust = hasRust ? `if (!gl_FrontFacing) diffuseColor.rgb = vec3(${r}, ${g}, ${b});` : '';
  const edges = withEdges
    ? `vec3 share = vWeights / fwidth(vWeights);
      diffuseColor.rgb *= mix(0.25, 1.0, smoothstep(0.5, 1.6, min(share.x, min(share.y, share.z))));`
    : '';
  material.onBeforeCompile = (shader) => {
    shader.vertexShader = shader.vertexShader
      .replace('#include <common>', '#include <common>\nvarying vec3 vWeights;')
      .replace(
        '#include <begin_vertex>',
        `#include <begin_vertex>
        int corner = gl_VertexID % 3;
        vWeights = vec3(corner == 0, corner == 1, corner == 2);`,
      );
    shader.fragmentShader = shader.fragmentShader
      .replace('#include <common>', '#include <common>\nvarying vec3 vWeights;')
      .replace('#include <color_fragment>', `#include <color_fragment>\n${edges}\n${rust}`);
  };
}

async function loadCloud(arrays: CloudArrays, pointSize: number): Promise<Shape> {
  const geometry = new THREE.BufferGeometry();
  geometry.setAttribute('position', new THREE.BufferAttribute(new Float32Array(await load(arrays.positions)), 3));
  geometry.setAttribute('color', await loadColors(arrays.colors));
  const material = new THREE.PointsMaterial({
    size: SUPERSAMPLING * pointSize,
    sizeAttenuation: false,
    vertexColors: true,
  });
  return new THREE.Points(geometry, material);
}

async function load(name: string): Promise<ArrayBuffer> {
  const response = await fetch(`/${name}`);
  if (!response.ok) throw new Error(`/${name}: ${response.status}`);
  return response.arrayBuffer();
}

/** sRGB bytes to the linear light that shaders compute in. */
async function loadColors(name: string): Promise<THREE.BufferAttribute> {
  const bytes = new Uint8Array(await load(name));
  const linear = Float32Array.from(
    { length: 256 },
    (_, value) => new THREE.Color().setRGB(value / 255, 0, 0, 'srgb').r,
  );
  return new THREE.BufferAttribute(
    Float32Array.from(bytes, (value) => linear[value]!),
    3,
  );
}

/** The name of the shape at the left, that of the view at the right under each picture. */
function drawCaptions(drawing: CanvasRenderingContext2D, row: SheetRow, request: SheetRequest, top: number): void {
  const baseline = top + 0.62 * CAPTION_HEIGHT;
  drawing.fillStyle = INK;
  drawing.font = '14px "DejaVu Sans", sans-serif';
  drawing.textAlign = 'right';
  request.cameras.forEach(({ label }, c) => drawing.fillText(label, (c + 1) * request.width - 10, baseline));
  const room = request.width - 40 - drawing.measureText(request.cameras[0]?.label ?? '').width;
  drawing.font = '600 14px "DejaVu Sans", sans-serif';
  drawing.textAlign = 'left';
  drawing.fillText(row.caption, 10, baseline, Math.max(1, room));
}

window.drawSheet = drawSheet;
