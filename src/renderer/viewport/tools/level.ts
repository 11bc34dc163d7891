/**
 * Standing the scene upright: three clicks on what is to be of one height, with the triangle between them, or rings
 * that turn it.
 */
import { BufferAttribute, BufferGeometry, DoubleSide, Group, Mesh, MeshBasicMaterial, Vector3 } from 'three';
import type { Triple } from '../../../engine/vocabulary.ts';
import type { Theme, ViewportContext, ViewportTool } from '../viewport-context.ts';
import { createLines } from './measure-lines.ts';
import { createMarks, type MarkLook } from './measure-marks.ts';
import { PickPointer } from './pick-pointer.ts';
import { type TurnListener, TurnRings } from './turn-rings.ts';

const FIXED: MarkLook = { radius: 7, opacity: 1, isHollow: false };
const HOVER: MarkLook = { radius: 7, opacity: 0.95, isHollow: true };
const COLORS: Readonly<Record<Theme, number>> = { light: 0x1864d6, dark: 0x6db1ff };
const MOST = 3;

export class Level implements ViewportTool {
  readonly object = new Group();
  readonly #context: ViewportContext;
  readonly #onPicked: (places: readonly Triple[]) => void;
  readonly #pointer: PickPointer;
  readonly #rings: TurnRings;
  readonly #lines = createLines(MOST, { width: 2, depthTest: false, renderOrder: 21 });
  readonly #marks = createMarks(MOST + 1);
  readonly #corners = new BufferAttribute(new Float32Array(9), 3);
  readonly #fill: Mesh<BufferGeometry, MeshBasicMaterial>;
  #places: readonly Triple[] = [];
  #hovered: Vector3 | null = null;

  constructor(
    context: ViewportContext,
    onPicked: (places: readonly Triple[]) => void,
    turning: Omit<TurnListener, 'taken'>,
  ) {
    this.#context = context;
    this.#onPicked = onPicked;
    const material = new MeshBasicMaterial({
      transparent: true,
      opacity: 0.22,
      side: DoubleSide,
      depthTest: false,
      depthWrite: false,
    });
    this.#fill = new Mesh(new BufferGeometry().setAttribute('position', this.#corners), material);
    this.#fill.frustumCulled = false;
    this.#fill.renderOrder = 20;
    this.#pointer = new PickPointer(context, {
      hovered: (place) => {
        this.#hovered = place;
        context.requestOverlay();
      },
      // A fourth begins anew.
      clicked: (place) => this.#take([...(this.#places.length === MOST ? [] : this.#places), place.toArray()]),
      escaped: () => {
        if (this.#places.length === 0) return false;
        this.#take(this.#places.slice(0, -1));
        return true;
      },
    });
    // Where the pointer is on a ring nothing is picked.
    this.#rings = new TurnRings(context, { ...turning, taken: () => this.#pointer.forget() });
    this.object.add(this.#rings.object, this.#fill, this.#lines.object, this.#marks.object);
    this.object.visible = false;
  }

  setActive(active: boolean): void {
    if (active === this.object.visible) return;
    this.object.visible = active;
    this.#pointer.setActive(active);
    this.#rings.setActive(active);
    if (!active) this.clear();
    this.#context.requestOverlay();
  }

  clear(): void {
    this.#pointer.forget();
    this.#rings.place();
    if (this.#places.length > 0) this.#take([]);
  }

  beforeDraw(): void {
    if (!this.object.visible) return;
    this.#rings.beforeDraw();
    for (const part of [this.#lines, this.#marks]) part.setPixelRatio(this.#context.pixelRatio);
    const corners = this.#places.map((place) => new Vector3(...place));
    for (let i = 0; i < MOST; i++) this.#marks.set(i, corners[i] ?? null, FIXED);
    this.#marks.set(MOST, this.#hovered, HOVER);
    const shown = this.#hovered && corners.length < MOST ? [...corners, this.#hovered] : corners;
    this.#fill.visible = shown.length === MOST;
    this.#lines.object.visible = shown.length > 1;
    if (shown.length < 2) return;
    for (let i = 0; i < MOST; i++) {
      const [from, to] = [shown[i % shown.length]!, shown[(i + 1) % shown.length]!];
      this.#lines.set(i, from, to);
      this.#corners.setXYZ(i, from.x, from.y, from.z);
    }
    this.#corners.needsUpdate = true;
  }

  setTheme(theme: Theme): void {
    this.#lines.setColor(COLORS[theme], 1);
    this.#fill.material.color.setHex(COLORS[theme]);
    this.#marks.setTheme(theme);
    this.#rings.setTheme(theme);
    this.#context.requestOverlay();
  }

  dispose(): void {
    this.#pointer.setActive(false);
    this.#fill.geometry.dispose();
    this.#fill.material.dispose();
    for (const part of [this.#lines, this.#marks, this.#rings]) part.dispose();
  }

  #take(places: readonly Triple[]): void {
    this.#places = places;
    this.#onPicked(places);
    this.#context.requestOverlay();
  }
}
