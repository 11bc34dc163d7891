/**
 * The crop box in the scene: its outline, and a dot on each face that is dragged along the face's normal. It may be
 * turned about z, so all that is about faces is done in the box's own frame: its centre the origin, its sides the axes.
 *
 * Dots are found on the screen, not by a ray: they keep their size in pixels, and a ray would miss what fingers hit.
 * The pointer is taken in the capture phase, before the camera's controls see it, so a drag of a dot never turns the
 * scene. Numbers and the keyboard are the panel's.
 */
import { Group, Vector3 } from 'three';
import { alongAxis, cornerOf, cursorAlong, EDGES, type Face, faceCentre, FACES, moveFace } from './clip-drag.ts';
import type { CropBox, Triple } from '../../../engine/vocabulary.ts';
import type { Overlay, Theme, ViewCamera, ViewportContext } from '../viewport-context.ts';
import { BoxFrame } from './box-frame.ts';
import { createLines } from './measure-lines.ts';
import { createMarks } from './measure-marks.ts';
import { type Place, pointerPlace } from './pointer-place.ts';
import { onScreen, sightThrough } from './screen-places.ts';

/** CSS pixels from a dot's centre that still hit it: a finger's half width, nearly. */
const REACH = 14;
/** A face seen so edge-on that its dot would run off at a twitch: cosine between its normal and the line of sight. */
const EDGE_ON = 0.985;
/** The thinnest box, as a share of the box when the drag began. */
const THINNEST = 0.002;

/** Outline before and behind the scene: colour and opacity. */
const OUTLINES: Readonly<Record<Theme, { color: number; front: number; behind: number }>> = {
  light: { color: 0x2b3a4f, front: 0.75, behind: 0.2 },
  dark: { color: 0xd5deea, front: 0.7, behind: 0.2 },
};

/** `final` when the pointer is let go. */
export type ClipListener = (box: CropBox, final: boolean) => void;

interface Drag {
  readonly face: Face;
  readonly pointerId: number;
  /** The box before the drag, for Escape, and its frame, in which the face is moved. */
  readonly before: CropBox;
  /** Distance between the place under the pointer and the face when the drag began: nothing jumps. */
  readonly offset: number;
  readonly least: number;
}

export class ClipBox implements Overlay {
  readonly object = new Group();
  readonly #context: ViewportContext;
  readonly #onChange: ClipListener;
  readonly #front = createLines(EDGES.length, { width: 1.5, depthTest: true, renderOrder: 11 });
  readonly #behind = createLines(EDGES.length, { width: 1.25, depthTest: false, renderOrder: 10 });
  readonly #marks = createMarks(FACES.length);
  readonly #parts = [this.#front, this.#behind, this.#marks];
  readonly #listening = new AbortController();
  #box: CropBox | null = null;
  #hovered: Face | null = null;
  #drag: Drag | null = null;
  /** The cursor that was there before a dot was hovered. */
  #cursorBefore: string | null = null;

  constructor(context: ViewportContext, onChange: ClipListener) {
    this.#context = context;
    this.#onChange = onChange;
    this.object.add(this.#behind.object, this.#front.object, this.#marks.object);
    this.object.visible = false;
    this.#listen();
  }

  /** Null hides the handles. The core itself sets the uniforms. */
  setBox(box: CropBox | null): void {
    // While a face is dragged the box comes back from the window's state, a repaint old.
    if (this.#drag && box) return;
    if (this.#drag) this.#context.holdCamera(false);
    this.#drag = null;
    this.#box = box;
    if (!box) this.#hover(null);
    this.#draw();
    this.#context.requestOverlay();
  }

  beforeDraw(): void {
    const { camera, pixelRatio } = this.#context;
    const box = this.#box;
    if (!box) return;
    const frame = new BoxFrame(box);
    for (const part of this.#parts) part.setPixelRatio(pixelRatio);
    for (const [i, face] of FACES.entries()) {
      const centre = frame.toScene(faceCentre(frame.box, face));
      const isActive = face === (this.#drag?.face ?? this.#hovered);
      const away = sightAlong(frame, face, camera) * (face.side === 'max' ? 1 : -1) > 0;
      const opacity = !canDrag(frame, face, camera) ? 0 : isActive || !away ? 1 : 0.55;
      this.#marks.set(i, centre, { radius: isActive ? 8.5 : 6.5, opacity, isHollow: false });
    }
  }

  setTheme(theme: Theme): void {
    const { color, front, behind } = OUTLINES[theme];
    this.#front.setColor(color, front);
    this.#behind.setColor(color, behind);
    this.#marks.setTheme(theme);
    this.#context.requestOverlay();
  }

  dispose(): void {
    this.#listening.abort();
    this.#hover(null);
    for (const part of this.#parts) part.dispose();
  }

  #listen(): void {
    const { container } = this.#context;
    const { signal } = this.#listening;
    const early = { capture: true, signal };
    container.addEventListener('pointerdown', (event) => this.#onPointerDown(event), early);
    container.addEventListener('pointermove', (event) => this.#onPointerMove(event), early);
    container.addEventListener('pointerup', (event) => this.#onPointerUp(event), early);
    container.addEventListener('pointercancel', (event) => this.#onPointerUp(event), early);
    container.addEventListener('pointerleave', () => this.#onLeave(), { signal });
    window.addEventListener('keydown', (event) => this.#onKeyDown(event), early);
  }

  #onPointerDown(event: PointerEvent): void {
    const box = this.#box;
    if (!box || this.#drag || event.button !== 0 || event.target !== this.#context.canvas) return;
    const place = pointerPlace(event, this.#context);
    const face = this.#faceAt(place);
    const frame = new BoxFrame(box);
    const at = face && coordinateAt(place, face, frame, this.#context);
    if (!face || at === null) return;
    event.stopPropagation();
    event.preventDefault();
    this.#drag = {
      face,
      pointerId: event.pointerId,
      before: box,
      offset: frame.box[face.side][face.axis] - at,
      least: THINNEST * Math.max(...box.size),
    };
    this.#context.canvas.setPointerCapture(event.pointerId);
    this.#context.holdCamera(true);
    this.#hover(face);
  }

  #onPointerMove(event: PointerEvent): void {
    const drag = this.#drag;
    if (!drag) {
      const isOver = event.target === this.#context.canvas;
      // With a button down the camera moves, and dots pass under the pointer.
      if (event.buttons === 0) this.#hover(isOver ? this.#faceAt(pointerPlace(event, this.#context)) : null);
      return;
    }
    if (event.pointerId !== drag.pointerId) return;
    event.stopPropagation();
    const frame = new BoxFrame(drag.before);
    const at = coordinateAt(pointerPlace(event, this.#context), drag.face, frame, this.#context);
    if (at === null) return;
    const box = frame.cropBox(moveFace(frame.box, drag.face, at + drag.offset, drag.least));
    this.#box = box;
    this.#draw();
    this.#onChange(box, false);
    this.#context.requestOverlay();
  }

  #onPointerUp(event: PointerEvent): void {
    const drag = this.#drag;
    if (!drag || event.pointerId !== drag.pointerId) return;
    event.stopPropagation();
    this.#endDrag(drag, event.type === 'pointercancel' ? drag.before : this.#box!);
  }

  #onKeyDown(event: KeyboardEvent): void {
    if (!this.#drag || event.key !== 'Escape') return;
    event.stopPropagation();
    this.#endDrag(this.#drag, this.#drag.before);
  }

  #onLeave(): void {
    if (!this.#drag) this.#hover(null);
  }

  #endDrag({ pointerId }: Drag, result: CropBox): void {
    const { canvas } = this.#context;
    this.#drag = null;
    this.#box = result;
    this.#draw();
    this.#context.holdCamera(false);
    if (canvas.hasPointerCapture(pointerId)) canvas.releasePointerCapture(pointerId);
    this.#onChange(result, true);
    this.#context.requestOverlay();
  }

  #hover(face: Face | null): void {
    const { style } = this.#context.canvas;
    if (face) {
      this.#cursorBefore ??= style.cursor;
      style.cursor = cursorFor(face, this.#box!, this.#context);
    } else if (this.#cursorBefore !== null) {
      style.cursor = this.#cursorBefore;
      this.#cursorBefore = null;
    }
    if (face === this.#hovered) return;
    this.#hovered = face;
    this.#context.requestOverlay();
  }

  #draw(): void {
    const box = this.#box;
    this.object.visible = box !== null;
    if (!box) return;
    const frame = new BoxFrame(box);
    for (const [i, [from, to]] of EDGES.entries()) {
      const [a, b] = [frame.toScene(cornerOf(frame.box, from)), frame.toScene(cornerOf(frame.box, to))];
      this.#front.set(i, a, b);
      this.#behind.set(i, a, b);
    }
  }

  /** The face whose dot is nearest to the place, within reach of it. */
  #faceAt(place: Place): Face | null {
    const box = this.#box;
    if (!box) return null;
    const frame = new BoxFrame(box);
    let best: Face | null = null;
    let bestDistance = REACH;
    for (const face of FACES) {
      const dot = onScreen(frame.toScene(faceCentre(frame.box, face)), this.#context);
      const distance = dot?.distanceTo(place) ?? Infinity;
      if (distance >= bestDistance || !canDrag(frame, face, this.#context.camera)) continue;
      [best, bestDistance] = [face, distance];
    }
    return best;
  }
}

function canDrag(frame: BoxFrame, face: Face, camera: ViewCamera): boolean {
  return Math.abs(sightAlong(frame, face, camera)) < EDGE_ON;
}

/** Cosine between the axis of a face and the line on which the camera sees the face's centre. */
function sightAlong(frame: BoxFrame, face: Face, camera: ViewCamera): number {
  const sight = sightTo(frame.toScene(faceCentre(frame.box, face)), camera);
  return frame.direction(sight)[face.axis];
}

/** The direction in which the camera sees a place, of unit length. */
function sightTo(place: Vector3, camera: ViewCamera): Vector3 {
  return 'isOrthographicCamera' in camera
    ? camera.getWorldDirection(new Vector3())
    : place.clone().sub(camera.position).normalize();
}

/** The pointer's place along the face's normal, in the box's frame; null where it says nothing of it. */
function coordinateAt(place: Place, face: Face, frame: BoxFrame, context: ViewportContext): number | null {
  const { origin, direction } = sightThrough(place, context);
  return alongAxis(frame.place(origin), frame.direction(direction), faceCentre(frame.box, face), face.axis);
}

/** The CSS cursor that points along the face's normal as it is seen. */
function cursorFor(face: Face, box: CropBox, context: ViewportContext): string {
  const frame = new BoxFrame(box);
  const inFrame = faceCentre(frame.box, face);
  const centre = frame.toScene(inFrame);
  const further = inFrame.with(face.axis, inFrame[face.axis] + 10 * context.unitsPerPixel(centre));
  const [from, to] = [onScreen(centre, context), onScreen(frame.toScene(further as unknown as Triple), context)];
  return from && to ? cursorAlong(to.x - from.x, to.y - from.y) : 'move';
}
