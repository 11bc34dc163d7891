import { expect, it, vi } from 'vitest';
import { updateTurn } from '../../../src/renderer/panels/update-turns.ts';

/** Work of 3 ms in turns, by the task it ran in; tasks are told apart by what a timer between them counts. */
async function inTurns(count: number): Promise<number[]> {
  let now = 0;
  let task = 0;
  vi.spyOn(performance, 'now').mockImplementation(() => now);
  const counter = setInterval(() => task++);
  const tasks: number[] = [];
  const work = async (children: number): Promise<void> => {
    await updateTurn();
    tasks.push(task);
    now += 3;
    if (children > 0) await work(children - 1);
  };
  await Promise.all(Array.from({ length: count }, () => work(0)));
  await work(1);
  clearInterval(counter);
  vi.restoreAllMocks();
  return tasks;
}

it('gives turns in the order asked, as many to a task as begin within 8 ms', async () => {
  const order: number[] = [];
  await Promise.all([1, 2, 3, 4].map((k) => updateTurn().then(() => order.push(k))));
  expect(order).toEqual([1, 2, 3, 4]);
  const tasks = await inTurns(7);
  const sizes = [...Map.groupBy(tasks.slice(0, 7), (task) => task).values()].map((group) => group.length);
  expect(sizes).toEqual([3, 3, 1]);
});

it('lets what asks within a turn follow in the same task', async () => {
  const tasks = await inTurns(0);
  expect(tasks[0]).toBe(tasks[1]);
});
