/**
 * Undo and redo over whole values. Entries share structure (a changed option copies no cloud), so a history of values
 * is as cheap as one of inverses and cannot fall out of step with them. What is dear are the clouds and meshes that
 * only old entries still hold: past `budgetBytes` of them the oldest entries go.
 */
export interface HistoryOptions<T> {
  /** The big things a value holds, by identity, with their bytes. */
  readonly memoryOf: (value: T) => Iterable<readonly [object, number]>;
  readonly budgetBytes: number;
  /** Past this many steps the oldest goes. */
  readonly steps?: number;
}

interface Entry<T> {
  readonly label: string;
  /** The value before the step, for the past; after it, for the future. */
  readonly value: T;
}

const STEPS = 200;

export class History<T> {
  readonly #options: HistoryOptions<T>;
  #past: readonly Entry<T>[] = [];
  #future: readonly Entry<T>[] = [];
  #present: T;
  /** The value before a gesture (a slider that is dragged) that is not over yet. */
  #base: T | undefined;

  constructor(first: T, options: HistoryOptions<T>) {
    this.#present = first;
    this.#options = options;
  }

  get present(): T {
    return this.#present;
  }

  /** Whether something is being dragged: the next `commit` ends it. */
  get isInGesture(): boolean {
    return this.#base !== undefined;
  }

  /** What `undo` would take back. */
  get undoLabel(): string | null {
    return this.#past.at(-1)?.label ?? null;
  }

  get redoLabel(): string | null {
    return this.#future.at(-1)?.label ?? null;
  }

  /** Shows a value of a gesture that goes on; the last one is given to `commit`. */
  preview(value: T): void {
    this.#base ??= this.#present;
    this.#present = value;
  }

  /** Takes `value` for the present without a step: what of it is no work, and so is not undone by itself. */
  amend(value: T): void {
    this.#present = value;
  }

  /** A step. What was undone before it cannot be redone any more. */
  commit(label: string, value: T): void {
    this.#past = [...this.#past, { label, value: this.#base ?? this.#present }].slice(-(this.#options.steps ?? STEPS));
    this.#future = [];
    this.#base = undefined;
    this.#present = value;
    this.#prune();
  }

  undo(): void {
    this.#endGesture();
    const step = this.#past.at(-1);
    if (!step) return;
    this.#past = this.#past.slice(0, -1);
    this.#future = [...this.#future, { label: step.label, value: this.#present }];
    this.#present = step.value;
  }

  redo(): void {
    this.#endGesture();
    const step = this.#future.at(-1);
    if (!step) return;
    this.#future = this.#future.slice(0, -1);
    this.#past = [...this.#past, { label: step.label, value: this.#present }];
    this.#present = step.value;
  }

  /** What the steps went out from, the latest first. */
  past(): readonly T[] {
    return this.#past.map(({ value }) => value).reverse();
  }

  /** What other steps show, the latest first: those that were undone before those that were not. */
  others(): readonly T[] {
    return [...this.#future.map(({ value }) => value), ...this.past()];
  }

  /** Everything that some step may show again. */
  values(): readonly T[] {
    return [this.#present, ...(this.#base ? [this.#base] : []), ...this.#past.concat(this.#future).map((e) => e.value)];
  }

  /** A gesture that never ended counts as not made. */
  #endGesture(): void {
    if (this.#base !== undefined) this.#present = this.#base;
    this.#base = undefined;
  }

  #prune(): void {
    const held = new Set<object>();
    let bytes = 0;
    const add = (value: T): void => {
      for (const [thing, size] of this.#options.memoryOf(value)) {
        if (!held.has(thing)) bytes += size;
        held.add(thing);
      }
    };
    add(this.#present);
    let kept = this.#past.length;
    while (kept > 0) {
      add(this.#past[kept - 1]!.value);
      if (bytes > this.#options.budgetBytes) break;
      kept--;
    }
    this.#past = this.#past.slice(kept);
  }
}
