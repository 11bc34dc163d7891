/**
 * For `npm run test:wgpu`, which runs the GPU tests in Deno: it has WebGPU itself, and nearly all that Vitest asks of
 * Node.
 */
import { parentPort } from 'node:worker_threads';

// Deno 2.9.6 has none, and Vitest leaves its worker by it.
if ('Deno' in globalThis && parentPort) Object.assign(parentPort, { removeAllListeners: () => parentPort });
