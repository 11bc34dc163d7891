/**
 * The clipping box in the scene: its outline, and a dot on each face that is dragged along the face's normal.
 *
 * Dots are found on the screen, not by a ray: they keep their size in pixels, and a ray would miss what fingers hit.
 * The pointer is taken in the capture phase, before the camera's controls see it, so a drag of a dot never turns the
 * scene. Numbers and the keyboard are the panel's.
 */
import { Group, Raycaster, Vector2, Vector3 } from 'three';
import { alongAxis, cornerOf, cursorAlong, EDGES, type Face, faceCentre, FACES, moveFace } from './clip-drag.ts';
import type { Box, ClipBox, ClipListener, Theme, ViewportContext } from '../layer.ts';
import { createLines } from './measure-lines.ts';
import { createMarks } from './measure-marks.ts';

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

interface Drag {
  readonly face: Face;
  readonly pointerId: number;
  /** The box before the drag, for Escape. */
  readonly before: Box;
  /** Distance between the place under the pointer and the face when the drag began: nothing jumps. */
  readonly offset: number;
  readonly least: number;
}

// eslint-disable-next-line max-lines-per-function -- a closure holds the tool's state; its inner functions are short
export function createClipBox(context: ViewportContext, onChange: ClipListener): ClipBox {
  const object = new Group();
  const front = createLines(EDGES.length, { width: 1.5, depthTest: true, renderOrder: 11 });
  const behind = createLines(EDGES.length, { width: 1.25, depthTest: false, renderOrder: 10 });
  const marks = createMarks(FACES.length);
  object.add(behind.object, front.object, marks.object);
  object.visible = false;
  let box: Box | null = null;
  let hovered: Face | null = null;
  let drag: Drag | null = null;
  /** The cursor that was there before a dot was hovered. */
  let cursorBefore: string | null = null;

  const sightTo = (place: Vector3): Vector3 => {
    const { camera } = context;
    return 'isOrthographicCamera' in camera
      ? camera.getWorldDirection(new Vector3())
      : place.clone().sub(camera.position).normalize();
  };
  const canDrag = (face: Face): boolean =>
    !!box && Math.abs(sightTo(new Vector3(...faceCentre(box, face))).getComponent(face.axis)) < EDGE_ON;

  /** CSS pixels in the container; null behind the camera. */
  const onScreen = (place: Vector3): Vector2 | null => {
    const clip = place.clone().project(context.camera);
    if (clip.z > 1) return null;
    const { clientWidth, clientHeight } = context.container;
    return new Vector2((0.5 + 0.5 * clip.x) * clientWidth, (0.5 - 0.5 * clip.y) * clientHeight);
  };
  const pointerPlace = (event: PointerEvent): Vector2 => {
    const corner = context.canvas.getBoundingClientRect();
    return new Vector2(event.clientX - corner.left, event.clientY - corner.top);
  };

  const faceAt = (place: Vector2): Face | null => {
    if (!box) return null;
    let best: Face | null = null;
    let bestDistance = REACH;
    for (const face of FACES) {
      const dot = onScreen(new Vector3(...faceCentre(box, face)));
      const distance = dot?.distanceTo(place) ?? Infinity;
      if (distance >= bestDistance || !canDrag(face)) continue;
      [best, bestDistance] = [face, distance];
    }
    return best;
  };

  /** The pointer's place along the face's normal. */
  const coordinateAt = (place: Vector2, face: Face, of: Box): number | null => {
    const { clientWidth, clientHeight } = context.container;
    const ray = new Raycaster();
    const clip = new Vector2((2 * place.x) / clientWidth - 1, 1 - (2 * place.y) / clientHeight);
    ray.setFromCamera(clip, context.camera);
    const { origin, direction } = ray.ray;
    return alongAxis(origin.toArray(), direction.toArray(), faceCentre(of, face), face.axis);
  };

  const cursorFor = (face: Face): string => {
    const centre = new Vector3(...faceCentre(box!, face));
    const step = new Vector3().setComponent(face.axis, 10 * context.unitsPerPixel(centre));
    const [from, to] = [onScreen(centre), onScreen(centre.clone().add(step))];
    return from && to ? cursorAlong(to.x - from.x, to.y - from.y) : 'move';
  };
  const hover = (face: Face | null): void => {
    if (face) {
      cursorBefore ??= context.canvas.style.cursor;
      context.canvas.style.cursor = cursorFor(face);
    } else if (cursorBefore !== null) {
      context.canvas.style.cursor = cursorBefore;
      cursorBefore = null;
    }
    if (face === hovered) return;
    hovered = face;
    context.requestOverlay();
  };

  const draw = (): void => {
    object.visible = box !== null;
    if (!box) return;
    for (const [i, [from, to]] of EDGES.entries()) {
      const [a, b] = [new Vector3(...cornerOf(box, from)), new Vector3(...cornerOf(box, to))];
      front.set(i, a, b);
      behind.set(i, a, b);
    }
  };
  const endDrag = (result: Box): void => {
    const { pointerId } = drag!;
    drag = null;
    box = result;
    draw();
    context.holdCamera(false);
    if (context.canvas.hasPointerCapture(pointerId)) context.canvas.releasePointerCapture(pointerId);
    onChange(result, true);
    context.requestOverlay();
  };

  const onPointerDown = (event: PointerEvent): void => {
    if (!box || drag || event.button !== 0 || event.target !== context.canvas) return;
    const place = pointerPlace(event);
    const face = faceAt(place);
    const at = face && coordinateAt(place, face, box);
    if (!face || at === null) return;
    event.stopPropagation();
    event.preventDefault();
    const extent = Math.max(...box.max.map((value, axis) => value - box!.min[axis]!));
    drag = {
      face,
      pointerId: event.pointerId,
      before: box,
      offset: box[face.side][face.axis] - at,
      least: THINNEST * extent,
    };
    context.canvas.setPointerCapture(event.pointerId);
    context.holdCamera(true);
    hover(face);
  };
  const onPointerMove = (event: PointerEvent): void => {
    if (!drag) {
      // With a button down the camera moves, and dots pass under the pointer.
      if (event.buttons === 0) hover(event.target === context.canvas ? faceAt(pointerPlace(event)) : null);
      return;
    }
    if (event.pointerId !== drag.pointerId) return;
    event.stopPropagation();
    const at = coordinateAt(pointerPlace(event), drag.face, box!);
    if (at === null) return;
    box = moveFace(box!, drag.face, at + drag.offset, drag.least);
    draw();
    onChange(box, false);
    context.requestOverlay();
  };
  const onPointerUp = (event: PointerEvent): void => {
    if (event.pointerId !== drag?.pointerId) return;
    event.stopPropagation();
    endDrag(event.type === 'pointercancel' ? drag.before : box!);
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    if (!drag || event.key !== 'Escape') return;
    event.stopPropagation();
    endDrag(drag.before);
  };
  const onLeave = (): void => {
    if (!drag) hover(null);
  };

  const listening = new AbortController();
  const early = { capture: true, signal: listening.signal };
  context.container.addEventListener('pointerdown', onPointerDown, early);
  context.container.addEventListener('pointermove', onPointerMove, early);
  context.container.addEventListener('pointerup', onPointerUp, early);
  context.container.addEventListener('pointercancel', onPointerUp, early);
  context.container.addEventListener('pointerleave', onLeave, { signal: listening.signal });
  window.addEventListener('keydown', onKeyDown, early);

  return {
    object,
    setBox: (next) => {
      // While a face is dragged the box comes back from the window's state, a repaint old.
      if (drag && next) return;
      if (drag) context.holdCamera(false);
      drag = null;
      box = next;
      if (!next) hover(null);
      draw();
      context.requestOverlay();
    },
    beforeDraw: () => {
      if (!box) return;
      for (const part of [front, behind, marks]) part.setPixelRatio(context.pixelRatio);
      for (const [i, face] of FACES.entries()) {
        const centre = new Vector3(...faceCentre(box, face));
        const isActive = face === (drag?.face ?? hovered);
        const away = sightTo(centre).getComponent(face.axis) * (face.side === 'max' ? 1 : -1) > 0;
        const opacity = !canDrag(face) ? 0 : isActive || !away ? 1 : 0.55;
        marks.set(i, centre, { radius: isActive ? 8.5 : 6.5, opacity, isHollow: false });
      }
    },
    setTheme: (theme) => {
      const { color, front: strong, behind: weak } = OUTLINES[theme];
      front.setColor(color, strong);
      behind.setColor(color, weak);
      marks.setTheme(theme);
      context.requestOverlay();
    },
    dispose: () => {
      listening.abort();
      hover(null);
      for (const part of [front, behind, marks]) part.dispose();
    },
  };
}
