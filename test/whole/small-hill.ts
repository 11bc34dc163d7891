import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const [POINTS, EVERY, BYTES] = [30_000, 10, 15];

/** A tenth of the sample hill, colours and all, for specs that need a run rather than its mesh. Returns where it is. */
export function writeSmallHill(folder: string): string {
  const whole = readFileSync('samples/hill.ply');
  const start = whole.indexOf('end_header\n') + 'end_header\n'.length;
  const header = whole
    .subarray(0, start)
    .toString('latin1')
    .replace(`vertex ${POINTS}`, `vertex ${POINTS / EVERY}`);
  const points = Array.from({ length: POINTS / EVERY }, (_, i) => {
    const from = start + i * EVERY * BYTES;
    return whole.subarray(from, from + BYTES);
  });
  const path = join(folder, 'small-hill.ply');
  writeFileSync(path, Buffer.concat([Buffer.from(header, 'latin1'), ...points]));
  return path;
}
