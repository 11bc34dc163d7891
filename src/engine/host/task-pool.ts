/**
 * Tasks on a bounded number of workers, one task a worker at a time, first come, first served. Workers start when
 * there is work for them and stay until the pool closes. What a worker is (a thread of Node, a page's worker) is the
 * host's business.
 */
import { messageOf } from '../errors.ts';
import { type TaskOutcome, type TaskService, valueOf } from './task-outcome.ts';
import type { Task } from './task.ts';

export interface TaskThread extends TaskService {
  /** Rejects only where the worker is lost or cannot be spoken to: the pool then gives it up. */
  run: TaskService['run'];
  close(): Promise<void>;
}

interface QueuedTask {
  readonly taskName: string;
  readonly args: unknown;
  readonly resolve: (outcome: TaskOutcome) => void;
  readonly reject: (reason: unknown) => void;
}

export class TaskPool {
  /** The most workers there will be. */
  readonly size: number;
  readonly #start: () => TaskThread;
  readonly #threads = new Set<TaskThread>();
  readonly #idle: TaskThread[] = [];
  readonly #waiting: QueuedTask[] = [];
  readonly #running = new Set<QueuedTask>();
  #closed = false;

  constructor(size: number, start: () => TaskThread) {
    this.size = Math.max(1, size);
    this.#start = start;
  }

  /**
   * Rejects with what the task threw, or with an error that names the task where its worker stopped or the pool was
   * closed. A lost worker is replaced at the next task.
   */
  async runTask<A, R>({ taskName }: Task<A, R>, args: NoInfer<A>): Promise<R> {
    const outcome = await new Promise<TaskOutcome>((resolve, reject) => {
      const queued: QueuedTask = { taskName, args, resolve, reject };
      if (this.#closed) return reject(closedError(queued));
      this.#waiting.push(queued);
      this.#next();
    });
    return valueOf(outcome) as R;
  }

  /** Stops every worker, whatever it does; tasks not finished are rejected. */
  async close(): Promise<void> {
    this.#closed = true;
    for (const queued of [...this.#running, ...this.#waiting.splice(0)]) queued.reject(closedError(queued));
    this.#running.clear();
    this.#idle.length = 0;
    const threads = [...this.#threads];
    this.#threads.clear();
    await Promise.all(threads.map((thread) => thread.close()));
  }

  #next(): void {
    while (!this.#closed && this.#waiting.length > 0) {
      const thread = this.#idle.pop() ?? this.#open();
      if (!thread) return;
      const queued = this.#waiting.shift();
      if (queued) void this.#serve(thread, queued);
    }
  }

  #open(): TaskThread | undefined {
    if (this.#threads.size >= this.size) return undefined;
    const thread = this.#start();
    this.#threads.add(thread);
    return thread;
  }

  async #serve(thread: TaskThread, queued: QueuedTask): Promise<void> {
    this.#running.add(queued);
    try {
      const outcome = await thread.run(queued.taskName, queued.args);
      if (!this.#closed) this.#idle.push(thread);
      queued.resolve(outcome);
    } catch (error) {
      this.#threads.delete(thread);
      void thread.close();
      const message = `a worker was lost while it ran the task ${queued.taskName}: ${messageOf(error)}`;
      queued.reject(new Error(message, { cause: error }));
    } finally {
      this.#running.delete(queued);
    }
    this.#next();
  }
}

function closedError({ taskName }: QueuedTask): Error {
  return new Error(`the workers were closed before the task ${taskName} was done`);
}
