/** `gridpull info FILE`: what a cloud file holds. */
import { hasShift, readCloud, type RunContext } from '../../engine/index.ts';
import { fileSource } from '../node-files.ts';

export interface InfoOptions {
  readonly json?: boolean;
}

/** The text to print. */
export async function info(path: string, options: InfoOptions, context: RunContext): Promise<string> {
  const cloud = await readCloud(await fileSource(path), context);
  const { pointCount, finiteCount, min, max, warnings } = cloud.stats;
  const firstColor = cloud.colors ? [...cloud.colors.subarray(0, 3)] : undefined;
  if (options.json) {
    const result = {
      file: path,
      points: pointCount,
      finite: finiteCount,
      min,
      max,
      normals: cloud.normals !== undefined,
      colors: cloud.colors !== undefined,
      ...(firstColor ? { firstColor } : {}),
      shift: cloud.shift,
      warnings,
    };
    return `${JSON.stringify(result)}\n`;
  }
  const triple = (values: readonly number[]): string => values.map((value) => String(value)).join('  ');
  const lines = [
    ['points', String(pointCount) + (finiteCount < pointCount ? ` (${finiteCount} finite)` : '')],
    ['min', triple(min)],
    ['max', triple(max)],
    ['size', triple(max.map((value, k) => value - (min[k] ?? 0)))],
    ['normals', cloud.normals ? 'yes' : 'no'],
    ['colours', cloud.colors ? 'yes' : 'no'],
    ...(hasShift(cloud) ? [['shift', triple(cloud.shift)]] : []),
  ];
  return lines.map(([name, value]) => `${(name ?? '').padEnd(9)}${value}\n`).join('');
}
