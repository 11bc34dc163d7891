/**
 * A sample of the program with fewer points, for specs that are not about how many there are: a software device is
 * slow.
 */
import { readFileSync } from 'node:fs';

const HEADER_END = 'end_header\n';

/**
 * The bytes of a file in `samples/`, a PLY of points alone, with the first and then one of `every` of them, in their
 * order.
 */
export function smallSample(name: string, every: number): Buffer {
  const file = readFileSync(new URL(`../../samples/${name}`, import.meta.url));
  const start = file.indexOf(HEADER_END) + HEADER_END.length;
  const header = file.subarray(0, start).toString();
  const count = Number(/element vertex (\d+)/.exec(header)?.[1]);
  const bytes = (file.length - start) / count;
  if (!Number.isInteger(bytes)) throw new Error(`samples/${name} holds more than points.`);
  const points = Array.from({ length: Math.ceil(count / every) }, (_, i) =>
    file.subarray(start + i * every * bytes, start + (i * every + 1) * bytes),
  );
  return Buffer.concat([
    Buffer.from(header.replace(/element vertex \d+/, `element vertex ${points.length}`)),
    ...points,
  ]);
}
