/**
 * When what is drawn. Nothing runs while nothing changes. While the camera moves or the scene changes, each repaint
 * holds as many points as this machine draws in time; once it rests, the rest of the points is added over several
 * repaints, each short, and the canvas shows the result a few times on the way. Any change interrupts that at the next
 * repaint.
 */
import { DrawBudget } from './draw-budget.ts';
import type { GpuPacer } from './gpu-pacer.ts';
import type { DrawnPart } from './scene-drawing.ts';

/** So long the camera has to rest before points are added: a hand that hesitates should not see the picture change. */
const REST_MS = 90;
/** 30 repaints a second while something moves. */
const MOVING = { targetMs: 33, least: 40_000 } as const;
/** Nobody watches single steps of adding, but a gesture has to wait for the one under way. */
const ADDING = { targetMs: 60, least: 100_000 } as const;
/** While points are added, the canvas is composed no more often, and takes no more than a fifth of the time. */
const PRESENT_EVERY_MS = 180;
const PRESENT_SHARE = 0.2;
/**
 * The first step of a move is that of a usual repaint; later ones take as long as it took, so slow repaints end moves
 * too.
 */
const LONGEST_STEP_SECONDS = 1;
const USUAL_STEP_SECONDS = 1 / 60;

/** What the loop drives. */
export interface RenderSteps {
  /** Goes on with the camera; true while it moves. */
  moveCamera(seconds: number): boolean;
  /** Points of a full picture. */
  pointCount(): number;
  /** Uploads a slice of what is not in points; true while more is left. */
  upload(): boolean;
  drawAll(limit: number, sampled: number): DrawnPart;
  drawMore(range: { readonly first: number; readonly end: number }, sampled: number): DrawnPart;
  present(): void;
}

export class RenderLoop {
  readonly #pacer: GpuPacer;
  readonly #steps: RenderSteps;
  readonly #movingBudget: DrawBudget;
  readonly #addingBudget: DrawBudget;
  readonly #waiters: (() => void)[] = [];
  /** The browser's number of the request for the next repaint; 0 where none is under way. */
  #request = 0;
  #timer = 0;
  #lastStep = 0;
  #lastPresent = 0;
  /** Time of a step of adding, without and with composing. */
  #stepMs = 0;
  #presentMs = 0;
  #restsAt = 0;
  #sceneChanged = false;
  #overlayChanged = false;
  #moving = false;
  /** The camera moved in the last repaint; `#moving` is also set by what asks for the next. */
  #wasMoving = false;
  #uploading = false;
  /** How the points of a picture under way are being added; null where it is complete. */
  #adding: { drawn: number; restart: boolean } | null = null;
  #stopped = true;
  /** Points in the picture. */
  pointsDrawn = 0;
  repaints = 0;

  constructor(pacer: GpuPacer, steps: RenderSteps, firstPoints: number) {
    this.#pacer = pacer;
    this.#steps = steps;
    this.#movingBudget = new DrawBudget({ start: firstPoints, ...MOVING });
    this.#addingBudget = new DrawBudget({ start: firstPoints, ...ADDING });
  }

  requestScene(): void {
    this.#sceneChanged = true;
    this.#schedule();
  }

  requestOverlay(): void {
    this.#overlayChanged = true;
    this.#schedule();
  }

  /** The camera has been, or will be, moved. */
  requestCamera(): void {
    this.#moving = true;
    this.#schedule();
  }

  /** Draws now, in this task: after a resize the canvas is empty until it is drawn. */
  drawNow(): void {
    this.#sceneChanged = true;
    if (this.#stopped) return;
    this.#pacer.cancel();
    this.#tick(performance.now());
  }

  /** Without a context or an area nothing is drawn; what is asked for is kept. */
  set stopped(stopped: boolean) {
    if (stopped === this.#stopped) return;
    this.#stopped = stopped;
    if (stopped) {
      this.#cancel();
      this.#pacer.cancel();
    } else {
      this.requestScene();
    }
  }

  /** Resolves when everything asked for is drawn in full and the card is through with it; not while stopped. */
  settled(): Promise<void> {
    return new Promise((resolve) => {
      this.#waiters.push(resolve);
      this.#next();
    });
  }

  dispose(): void {
    this.#cancel();
    this.#pacer.cancel();
    this.#stopped = true;
    this.#resolveWaiters();
  }

  #schedule(): void {
    // A repaint on the card's queue: its fence goes on from here.
    if (this.#stopped || this.#request !== 0 || this.#pacer.busy) return;
    this.#request = requestAnimationFrame(this.#onRepaint);
  }

  #onRepaint = (now: number): void => {
    this.#request = 0;
    if (!this.#stopped) this.#tick(now);
  };

  #tick(now: number): void {
    const elapsed = (now - this.#lastStep) / 1000;
    const seconds = this.#wasMoving && elapsed > 0 ? Math.min(elapsed, LONGEST_STEP_SECONDS) : USUAL_STEP_SECONDS;
    this.#lastStep = now;
    // First what there is to see, by which the camera's depth goes.
    this.#uploading = this.#steps.upload();
    this.#wasMoving = this.#steps.moveCamera(seconds);
    this.#moving = this.#wasMoving;
    if (this.#moving || this.#sceneChanged) this.#drawMoving(now);
    else if (this.#adding && now >= this.#restsAt) this.#drawAdding(now);
    else if (this.#overlayChanged) this.#drawOverlay(now);
    else this.#next();
  }

  #drawMoving(now: number): void {
    const total = this.#steps.pointCount();
    const limit = Math.min(total, this.#movingBudget.points);
    this.#sceneChanged = false;
    this.#pacer.begin();
    const part = this.#steps.drawAll(limit, limit);
    this.#present(now);
    this.pointsDrawn = part.end;
    this.#adding = part.end < total ? { drawn: part.end, restart: limit < total } : null;
    this.#restsAt = now + (this.#moving ? REST_MS : 0);
    this.#pacer.end((elapsedMs) => {
      if (!part.uploads && !this.#uploading) this.#movingBudget.observe(part.end, elapsedMs);
      this.#next();
    });
  }

  /**
   * The spots of a sample are wider than those of the whole, so the picture is begun anew; the canvas keeps the sample
   * until there is more to show.
   */
  #drawAdding(now: number): void {
    const adding = this.#adding;
    if (!adding) return;
    const total = this.#steps.pointCount();
    const shown = adding.restart ? this.pointsDrawn : 0;
    const first = adding.restart ? 0 : adding.drawn;
    const end = Math.min(total, first + this.#addingBudget.points);
    this.#pacer.begin();
    const part = adding.restart ? this.#steps.drawAll(end, total) : this.#steps.drawMore({ first, end }, total);
    this.pointsDrawn = part.end;
    this.#adding = part.end < total ? { drawn: part.end, restart: false } : null;
    const pause = Math.max(PRESENT_EVERY_MS, this.#presentMs / PRESENT_SHARE);
    const due = now - this.#lastPresent >= pause && part.end >= shown;
    const presents = due || !this.#adding || this.#overlayChanged;
    if (presents) this.#present(now);
    this.#pacer.end((elapsedMs) => {
      if (presents) this.#presentMs = Math.max(0, elapsedMs - this.#stepMs);
      else this.#stepMs = elapsedMs;
      if (!part.uploads && !presents) this.#addingBudget.observe(part.end - first, elapsedMs);
      this.#next();
    });
  }

  #drawOverlay(now: number): void {
    this.#pacer.begin();
    this.#present(now);
    this.#pacer.end(() => this.#next());
  }

  #present(now: number): void {
    this.#overlayChanged = false;
    this.#lastPresent = now;
    this.#steps.present();
    this.repaints++;
  }

  /** Whatever is left to do, or nothing. */
  #next(): void {
    if (this.#stopped || this.#pacer.busy) return;
    const urgent = this.#moving || this.#sceneChanged || this.#overlayChanged || this.#uploading;
    if (urgent) this.#schedule();
    else if (this.#adding) this.#scheduleAdding();
    else this.#resolveWaiters();
  }

  #scheduleAdding(): void {
    const wait = this.#restsAt - performance.now();
    if (wait <= 0) {
      this.#schedule();
    } else if (this.#timer === 0) {
      this.#timer = window.setTimeout(() => {
        this.#timer = 0;
        this.#schedule();
      }, wait);
    }
  }

  #resolveWaiters(): void {
    for (const resolve of this.#waiters.splice(0)) resolve();
  }

  #cancel(): void {
    cancelAnimationFrame(this.#request);
    window.clearTimeout(this.#timer);
    this.#request = 0;
    this.#timer = 0;
  }
}
