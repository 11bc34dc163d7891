/** A Web Worker of the library: runs the engine's tasks. */
import '../renderer/worker/task.worker.ts';
