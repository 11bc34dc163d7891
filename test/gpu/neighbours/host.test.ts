/** The host that tasks of GPU tests run on: in a page these are real workers. */
import { expect, it } from 'vitest';
import type { RunContext } from '../../../src/engine/events.ts';
import { inlineHost } from '../../../src/engine/host/inline-host.ts';
import { splitSubtree, type SubtreeTask } from '../../../src/engine/neighbours/build-subtree.ts';
import { buildKdTree } from '../../../src/engine/neighbours/kd-tree.ts';
import { testHost } from '../host.ts';

const context: RunContext = { signal: new AbortController().signal, onEvent: () => undefined };

it('builds the tree that an inline host builds', async () => {
  const host = await testHost();
  // Enough points for several tasks.
  const positions = Float32Array.from({ length: 3 * 40_000 }, (_, i) => ((i * 2654435761) % 10_007) / 10_007);
  const inline = await buildKdTree(positions, inlineHost(host.device, 'inline'), context);
  const tree = await buildKdTree(positions, host, context);
  expect(tree.nodes).toEqual(inline.nodes);
  // Without shared memory nothing would have left this thread: the page must be isolated.
  expect(tree.nodes.buffer).toBeInstanceOf(SharedArrayBuffer);
});

it('rejects with what a task threw', async () => {
  const host = await testHost();
  await expect(host.runTask(splitSubtree, null as unknown as SubtreeTask)).rejects.toThrow(/null/);
});

it('has at least one worker', async () => {
  expect((await testHost()).parallelTasks).toBeGreaterThanOrEqual(1);
});
