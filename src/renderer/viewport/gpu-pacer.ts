/**
 * Keeps the queue of the graphics card short and tells how long repaints really take. One repaint at a time: a fence
 * after it is polled, never waited for, and no new repaint starts before it has passed. So whatever was asked for, the
 * card is at most one repaint behind, and the next gesture is seen at once. Timer queries would be finer but are
 * missing in several browsers and count only the card's side; a fence also sees the driver's.
 */

/** Timers of browsers do not go below 4 ms once nested. */
const POLL_MS = 4;

export class GpuPacer {
  readonly #gl: WebGL2RenderingContext;
  #fence: WebGLSync | null = null;
  #started = 0;
  #timer = 0;
  #then: ((elapsedMs: number) => void) | null = null;

  constructor(gl: WebGL2RenderingContext) {
    this.#gl = gl;
  }

  get busy(): boolean {
    return this.#then !== null;
  }

  /** Call before the commands of a repaint. */
  begin(): void {
    this.#started = performance.now();
  }

  /** Call after them; `then` is told the repaint's time once the card is through. Not called if the context is lost. */
  end(then: (elapsedMs: number) => void): void {
    const gl = this.#gl;
    this.#fence = gl.fenceSync(gl.SYNC_GPU_COMMANDS_COMPLETE, 0);
    gl.flush();
    this.#then = then;
    this.#timer = window.setTimeout(this.#poll, POLL_MS);
  }

  #poll = (): void => {
    const gl = this.#gl;
    const passed = !this.#fence || gl.getSyncParameter(this.#fence, gl.SYNC_STATUS) === gl.SIGNALED;
    if (!passed && !gl.isContextLost()) {
      this.#timer = window.setTimeout(this.#poll, POLL_MS);
      return;
    }
    const then = this.#then;
    this.cancel();
    if (!gl.isContextLost()) then?.(performance.now() - this.#started);
  };

  /** Forgets the repaint under way: the context is gone, or the viewport. */
  cancel(): void {
    window.clearTimeout(this.#timer);
    if (this.#fence) this.#gl.deleteSync(this.#fence);
    this.#fence = null;
    this.#then = null;
  }
}
