/**
 * The camera and what moves it: orbit, pan, zoom to the cursor, fitting, standard views, either projection.
 *
 * camera-controls works on a stand-in in **rig space**, where the fitted scene has radius 1 around the origin: its
 * thresholds for rest are absolute numbers, and would stop a move in a scene a millimetre wide and never end one in a
 * landscape. The real camera follows in scene space, with its depth range around what there is to see.
 */
import CameraControls from 'camera-controls';
import {
  Box3,
  Matrix4,
  OrthographicCamera,
  PerspectiveCamera,
  Quaternion,
  Raycaster,
  Sphere,
  Spherical,
  Vector2,
  Vector3,
  Vector4,
} from 'three';
import { centreOf, depthRange, FIRST_VIEW, fitBox, nearestTurn, type Direction } from './fit.ts';
import type { Triple } from '../../../engine/vocabulary.ts';
import type { CameraPose } from '../viewport-api.ts';
import type { Box, ViewCamera } from '../viewport-context.ts';

CameraControls.install({
  THREE: { Vector2, Vector3, Vector4, Quaternion, Matrix4, Spherical, Box3, Sphere, Raycaster },
});

/** Narrower than three's 50: scans are judged by eye, and wide angles bend what is near. */
const FOV_DEGREES = 35;
const FOV = (FOV_DEGREES * Math.PI) / 180;
/** Height seen at distance 1. */
const HEIGHT_PER_DISTANCE = 2 * Math.tan(FOV / 2);
/** Rig space: closer than this the target moves on instead, farther away nothing could be made out. */
const DISTANCES = { min: 0.005, max: 100 } as const;
/** Rig space: further aside than this is a place that somebody went to. */
const NEAR_CENTRE = 0.02;
/**
 * Of the distance from which all is seen: a box may fill less from another side, so nearer by this is not yet a look at
 * a part.
 */
const WHOLE_SHARE = 0.8;
const SMOOTH_SECONDS = 0.16;
const DRAG_SMOOTH_SECONDS = 0.05;

export class CameraRig {
  readonly #perspective = new PerspectiveCamera(FOV_DEGREES);
  readonly #orthographic = new OrthographicCamera(-1, 1, 1, -1);
  /** The stand-ins, in rig space. */
  readonly #standPerspective = new PerspectiveCamera(FOV_DEGREES, 1, 0.01, 1000);
  readonly #standOrthographic = new OrthographicCamera(-1, 1, 1, -1, 0.01, 1000);
  readonly #controls: CameraControls;
  readonly #reducedMotion = window.matchMedia('(prefers-reduced-motion: reduce)');
  /** Scene space: rig space's origin, and its unit. */
  readonly #origin = new Vector3();
  readonly #wake: () => void;
  #unit = 1;
  #leftIsTaken = false;
  #aspect = 1;
  #free = 1;
  /** Scene space: what was fitted last. */
  #fitted: Box | null = null;

  /** `onWake` is called when the camera begins to move or is moved. */
  constructor(canvas: HTMLCanvasElement, onWake: () => void) {
    for (const camera of [this.#perspective, this.#orthographic, this.#standPerspective, this.#standOrthographic]) {
      camera.up.set(0, 0, 1);
    }
    this.#controls = new CameraControls(this.#standPerspective, canvas);
    this.#controls.minDistance = DISTANCES.min;
    this.#controls.maxDistance = DISTANCES.max;
    this.#controls.minZoom = 2 / (DISTANCES.max * HEIGHT_PER_DISTANCE);
    this.#controls.maxZoom = 2 / (DISTANCES.min * HEIGHT_PER_DISTANCE);
    this.#controls.dollyToCursor = true;
    this.#controls.infinityDolly = true;
    // Every tool leaves it: aiming needs turning.
    this.#controls.mouseButtons.middle = CameraControls.ACTION.ROTATE;
    this.#controls.touches.three = CameraControls.ACTION.TOUCH_TRUCK;
    const applyMotion = (): void => {
      this.#controls.smoothTime = this.#smooth ? SMOOTH_SECONDS : 0;
      this.#controls.draggingSmoothTime = this.#smooth ? DRAG_SMOOTH_SECONDS : 0;
    };
    applyMotion();
    this.#reducedMotion.addEventListener('change', applyMotion);
    this.#wake = onWake;
    for (const event of ['controlstart', 'control'] as const) this.#controls.addEventListener(event, onWake);
    void this.#controls.dollyTo(3, false);
    this.#turnTo(FIRST_VIEW, false);
  }

  /** The camera in scene space; another object after a switch of the projection. */
  get camera(): ViewCamera {
    return this.orthographic ? this.#orthographic : this.#perspective;
  }

  get orthographic(): boolean {
    return this.#controls.camera === this.#standOrthographic;
  }

  /** Scene space: what the camera turns around. */
  get target(): Vector3 {
    return this.#toScene(this.#controls.getTarget(new Vector3(), false));
  }

  set enabled(enabled: boolean) {
    this.#controls.enabled = enabled;
  }

  /** What dragging with the left button does. */
  set leftPans(pans: boolean) {
    if (this.#leftIsTaken) return;
    this.#controls.mouseButtons.left = pans ? CameraControls.ACTION.TRUCK : CameraControls.ACTION.ROTATE;
  }

  /** While true, neither the left button nor one finger moves the camera. */
  set leftIsTaken(taken: boolean) {
    const { ACTION } = CameraControls;
    this.#leftIsTaken = taken;
    this.#controls.mouseButtons.left = taken ? ACTION.NONE : ACTION.ROTATE;
    this.#controls.touches.one = taken ? ACTION.NONE : ACTION.TOUCH_ROTATE;
  }

  /** @param free share of the height, about the middle, that nothing lies over */
  setAspect(aspect: number, free: number): void {
    const seesAll = this.#seesAll();
    this.#aspect = aspect;
    this.#free = free;
    for (const camera of [this.#perspective, this.#standPerspective]) camera.aspect = aspect;
    this.#standOrthographic.left = -aspect;
    this.#standOrthographic.right = aspect;
    this.#standPerspective.updateProjectionMatrix();
    this.#standOrthographic.updateProjectionMatrix();
    // What was seen whole is so in a narrower view, too.
    if (seesAll) this.#reach(this.#direction, false);
    this.#wake();
  }

  /** Takes a box for what was fitted; the camera stays where it is in the scene. */
  setFrame(box: Box): void {
    this.#moveFrame(box);
    this.#fitted = box;
  }

  /** Switches the projection; what is at the target keeps its size, but all that was seen whole is so still. */
  setOrthographic(orthographic: boolean): void {
    if (orthographic === this.orthographic) return;
    const seesAll = this.#seesAll();
    this.#switchProjection(orthographic);
    if (seesAll) this.#reach(this.#direction, false);
  }

  #switchProjection(orthographic: boolean): void {
    const controls = this.#controls;
    controls.stop();
    const { ACTION } = CameraControls;
    if (orthographic) {
      controls.camera = this.#standOrthographic;
      void controls.zoomTo(2 / (controls.distance * HEIGHT_PER_DISTANCE), false);
    } else {
      const height = 2 / this.#standOrthographic.zoom;
      controls.camera = this.#standPerspective;
      void controls.zoomTo(1, false);
      void controls.dollyTo(height / HEIGHT_PER_DISTANCE, false);
    }
    controls.mouseButtons.wheel = orthographic ? ACTION.ZOOM : ACTION.DOLLY;
    controls.touches.two = orthographic ? ACTION.TOUCH_ZOOM_TRUCK : ACTION.TOUCH_DOLLY_TRUCK;
    this.#wake();
  }

  /** Shows the whole box from where the camera looks now, or from `direction`. */
  fit(box: Box, smooth: boolean, direction?: Direction): void {
    this.setFrame(box);
    const moves = smooth && this.#smooth;
    void this.#controls.moveTo(0, 0, 0, moves);
    this.#reach(direction ?? this.#direction, moves);
    if (direction) this.#turnTo(direction, moves);
    this.#wake();
  }

  /** As far away as all of what was fitted is seen whole from `direction`. */
  #reach(direction: Direction, smooth: boolean): void {
    const { distance, height } = this.#whole(direction);
    void this.#controls.dollyTo(distance, smooth);
    if (this.orthographic) void this.#controls.zoomTo(2 / height, smooth);
  }

  #whole(direction: Direction): { readonly distance: number; readonly height: number } {
    return fitBox(this.#boxInRig(this.#fitted!), direction, FOV, this.#aspect, this.#free);
  }

  /** Whether the camera is where `fit` would have it, or turned from there: nobody went nearer, or aside. */
  #seesAll(): boolean {
    if (!this.#fitted) return false;
    const { distance, height } = this.#whole(this.#direction);
    const isCentred = this.#controls.getTarget(new Vector3()).length() < NEAR_CENTRE;
    const share = this.orthographic ? 2 / this.#standOrthographic.zoom / height : this.#controls.distance / distance;
    return isCentred && share > WHOLE_SHARE;
  }

  get #direction(): Direction {
    return { azimuth: this.#controls.azimuthAngle, polar: this.#controls.polarAngle };
  }

  #boxInRig({ min, max }: Box): Box {
    return { min: this.#toRig(min).toArray(), max: this.#toRig(max).toArray() };
  }

  /** Shows a box from `direction`, without another frame: what lies around it stays within reach. */
  show(box: Box, direction: Direction): void {
    const asBox = this.#boxInRig(box);
    const { distance, height } = fitBox(asBox, direction, FOV, this.#aspect, this.#free);
    const { x, y, z } = centreOf(asBox);
    void this.#controls.moveTo(x, y, z, this.#smooth);
    void this.#controls.dollyTo(distance, this.#smooth);
    if (this.orthographic) void this.#controls.zoomTo(2 / height, this.#smooth);
    this.#turnTo(direction, this.#smooth);
  }

  /** Where the camera is on its way to, or where it is. */
  pose(when: 'end' | 'now' = 'end'): CameraPose {
    const isEnd = when === 'end';
    const eye = this.#toScene(this.#controls.getPosition(new Vector3(), isEnd));
    const target = this.#toScene(this.#controls.getTarget(new Vector3(), isEnd));
    return { eye: eye.toArray(), target: target.toArray(), height: this.#heightAtTarget() };
  }

  setPose({ eye, target, height }: CameraPose): void {
    const [from, at] = [this.#toRig(eye), this.#toRig(target)];
    void this.#controls.setLookAt(from.x, from.y, from.z, at.x, at.y, at.z, false);
    if (this.orthographic) void this.#controls.zoomTo((2 * this.#unit) / height, false);
    this.#wake();
  }

  /** From another side; of what was seen whole nothing leaves the view. */
  look(direction: Direction): void {
    if (this.#seesAll()) this.#reach(direction, this.#smooth);
    this.#turnTo(direction, this.#smooth);
  }

  /** Turns around this position from now on, and brings it to the middle. Scene space. */
  focus(position: Vector3): void {
    const { x, y, z } = this.#toRig(position.toArray());
    void this.#controls.moveTo(x, y, z, this.#smooth);
    this.#wake();
  }

  /** Radians. */
  orbit(azimuth: number, polar: number): void {
    void this.#controls.rotate(azimuth, polar, this.#smooth);
    this.#wake();
  }

  /** Moves by shares of the height seen. */
  pan(x: number, y: number): void {
    const height = this.#heightAtTarget() / this.#unit;
    void this.#controls.truck(x * height, y * height, this.#smooth);
    this.#wake();
  }

  zoomBy(factor: number): void {
    const { camera, distance } = this.#controls;
    if (this.orthographic) void this.#controls.zoomTo(camera.zoom * factor, this.#smooth);
    else void this.#controls.dollyTo(distance / factor, this.#smooth);
    this.#wake();
  }

  /** Goes on by `seconds`; true while the camera moves. `bounds` is what there is to see, for the depth range. */
  update(seconds: number, bounds: Box | null): boolean {
    const moved = this.#controls.update(seconds);
    this.#follow(bounds);
    return moved;
  }

  /** Scene units that one CSS pixel covers at a position, in a view `height` CSS pixels high. */
  unitsPerPixel(position: Vector3, height: number): number {
    if (this.orthographic) return this.#heightAtTarget() / height;
    const camera = this.#perspective;
    const depth = position.clone().sub(camera.position).dot(camera.getWorldDirection(new Vector3()));
    return (Math.max(depth, camera.near) * HEIGHT_PER_DISTANCE) / height;
  }

  /** Scene units seen from bottom to top: in perspective at distance 1, in a parallel projection anywhere. */
  get heightAtOne(): number {
    return this.orthographic ? this.#heightAtTarget() : HEIGHT_PER_DISTANCE;
  }

  dispose(): void {
    this.#controls.dispose();
  }

  get #smooth(): boolean {
    return !this.#reducedMotion.matches;
  }

  #heightAtTarget(): number {
    const height = this.orthographic ? 2 / this.#standOrthographic.zoom : this.#controls.distance * HEIGHT_PER_DISTANCE;
    return height * this.#unit;
  }

  #turnTo(direction: Direction, smooth: boolean): void {
    const azimuth = nearestTurn(direction.azimuth, this.#controls.azimuthAngle);
    void this.#controls.rotateTo(azimuth, direction.polar, smooth);
    this.#wake();
  }

  /** Makes `box` the unit sphere of rig space; the camera stays where it is in the scene. */
  #moveFrame(box: Box): void {
    const controls = this.#controls;
    controls.stop();
    const position = this.#toScene(controls.getPosition(new Vector3()));
    const target = this.#toScene(controls.getTarget(new Vector3()));
    const height = this.#heightAtTarget();
    const radius = new Vector3(...box.max).distanceTo(new Vector3(...box.min)) / 2;
    this.#origin.copy(centreOf(box));
    this.#unit = radius > 0 ? radius : 1;
    const eye = this.#toRig(position.toArray());
    const at = this.#toRig(target.toArray());
    void controls.setLookAt(eye.x, eye.y, eye.z, at.x, at.y, at.z, false);
    if (this.orthographic) void controls.zoomTo((2 * this.#unit) / height, false);
  }

  /** The real camera takes the place of the stand-in. */
  #follow(bounds: Box | null): void {
    const stand = this.#controls.camera;
    const camera = this.camera;
    camera.position.copy(this.#toScene(stand.position));
    camera.quaternion.copy(stand.quaternion);
    camera.updateMatrixWorld();
    if (camera instanceof OrthographicCamera) {
      const halfHeight = this.#heightAtTarget() / 2;
      camera.top = halfHeight;
      camera.bottom = -halfHeight;
      camera.right = halfHeight * this.#aspect;
      camera.left = -camera.right;
    }
    const box = bounds ?? {
      min: this.#origin.clone().subScalar(this.#unit).toArray(),
      max: this.#origin.clone().addScalar(this.#unit).toArray(),
    };
    const forward = camera.getWorldDirection(new Vector3());
    const { near, far } = depthRange(box, camera.position, forward, this.orthographic);
    camera.near = near;
    camera.far = far;
    camera.updateProjectionMatrix();
  }

  #toScene(position: Vector3): Vector3 {
    return position.clone().multiplyScalar(this.#unit).add(this.#origin);
  }

  #toRig(position: Triple): Vector3 {
    return new Vector3(...position).sub(this.#origin).divideScalar(this.#unit);
  }
}
