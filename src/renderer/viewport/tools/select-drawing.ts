/** What is drawn with the pointer to select points, apart from pointers and pixels: from its places to its shape. */
import type { ScreenShape, SelectMode } from '../../../engine/vocabulary.ts';
import type { SelectTool } from '../../app/state.ts';
import type { Place } from './pointer-place.ts';

/** CSS pixels: places nearer than that to the one before say nothing new of where a hand went. */
const STEP = 2;
/** CSS pixels across: less was a click, not a shape. */
const LEAST = 3;

export class SelectDrawing {
  readonly #tool: SelectTool;
  readonly #brushRadius: number;
  readonly #places: Place[];

  constructor(tool: SelectTool, brushRadius: number, first: Place) {
    this.#tool = tool;
    this.#brushRadius = brushRadius;
    this.#places = [first];
  }

  /** Whether that changed what is drawn. */
  add(place: Place): boolean {
    const last = this.#places.at(-1)!;
    if (Math.hypot(place.x - last.x, place.y - last.y) < STEP) return false;
    if (this.#tool === 'rectangle') this.#places.length = 1;
    this.#places.push(place);
    return true;
  }

  get shape(): ScreenShape {
    const places = this.#tool === 'rectangle' ? this.#corners() : this.#places;
    return {
      path: places.flatMap(({ x, y }) => [x, y]),
      brushRadius: this.#tool === 'brush' ? this.#brushRadius : null,
    };
  }

  /** A touch of the brush is a shape, a click of the others is none. */
  get isShape(): boolean {
    if (this.#tool === 'brush') return true;
    const along = (axis: 'x' | 'y'): number => {
      const values = this.#places.map((place) => place[axis]);
      return Math.max(...values) - Math.min(...values);
    };
    const sides = [along('x'), along('y')];
    return this.#tool === 'rectangle' ? Math.min(...sides) >= LEAST : Math.max(...sides) >= LEAST;
  }

  #corners(): readonly Place[] {
    const [a, b = a] = [this.#places[0]!, this.#places[1]];
    return [a, { x: b.x, y: a.y }, b, { x: a.x, y: b.y }];
  }
}

/** What the keys that are held ask for; null for none. Alt subtracts, too: ⌥ on macOS. */
export function modeOfKeys(event: Pick<MouseEvent, 'shiftKey' | 'ctrlKey' | 'altKey'>): SelectMode | null {
  const subtracts = event.ctrlKey || event.altKey;
  if (event.shiftKey) return subtracts ? 'overlap' : 'add';
  return subtracts ? 'subtract' : null;
}

/** SVG path data. */
export function pathData({ path, brushRadius }: ScreenShape): string {
  const places: string[] = [];
  for (let i = 0; i < path.length; i += 2) places.push(`${path[i]!.toFixed(1)} ${path[i + 1]!.toFixed(1)}`);
  // A touch is a line of no length, which round caps make a dot.
  if (places.length === 1) places.push(places[0]!);
  return `M${places.join('L')}${brushRadius === null ? 'Z' : ''}`;
}
