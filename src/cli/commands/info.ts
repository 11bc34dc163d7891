/** `gridpull info FILE`: what a cloud file holds. docs/formats.md describes the answer. */
import {
  hasShift,
  type PointCloud,
  readCloud,
  readTrustReport,
  type Reading,
  type RunContext,
  summariseCloud,
  type TrustReport,
} from '../../engine/index.ts';
import { headOfFile } from '../head-of-file.ts';
import { fileSource, readWhole } from '../node-files.ts';
import { placementWords } from '../placement-words.ts';
import { readingOf } from '../read-options.ts';
import { withSpooledInput } from '../spooled-input.ts';
import { trustWords } from '../trust-text.ts';

export interface InfoOptions extends Reading {
  readonly json?: boolean;
}

/** The text to print. */
export async function info(path: string, options: InfoOptions, context: RunContext): Promise<string> {
  const { cloud, trust } = await withSpooledInput([path], context.signal, async ([file = path]) => ({
    cloud: await readCloud(await fileSource(file), context, readingOf(options)),
    trust: await trustIn(file, context),
  }));
  if (options.json) return `${JSON.stringify({ ...answerOf(path, cloud), ...(trust && { trust }) })}\n`;
  return `${textOf(cloud)}${trust ? `${'trust'.padEnd(10)}${trustWords(trust)}\n` : ''}`;
}

/** A header takes less; what is read whole is a mesh that says how sure it is. */
const HEAD_BYTES = 1 << 14;

async function trustIn(file: string, context: RunContext): Promise<TrustReport | null> {
  const isNamed = /^property \w+ uncertainty\s*$/m.test(headOfFile(file, HEAD_BYTES).toString('latin1'));
  return isNamed ? readTrustReport(await readWhole(file), file, context) : null;
}

function answerOf(path: string, cloud: PointCloud): object {
  const { pointCount, finiteCount, min, max, warnings, imageCount, columns } = cloud.stats;
  const { scans, crs, placement } = cloud;
  const sensors = scans?.flatMap(({ sensor }) => (sensor ? [sensor] : []));
  const paths = scans?.flatMap(({ name, path: flown }) => (flown ? [{ scan: name, ...flown }] : []));
  return {
    file: path,
    points: pointCount,
    finite: finiteCount,
    min,
    max,
    normals: cloud.normals !== undefined,
    colors: cloud.colors !== undefined,
    ...summariseCloud(cloud),
    ...(scans && { scans: scans.length }),
    ...(sensors && sensors.length > 0 && { sensors }),
    ...(paths && paths.length > 0 && { paths }),
    ...(imageCount !== undefined && { images: imageCount }),
    ...(crs && { crs }),
    ...(placement && { placement }),
    ...(columns && { columns }),
    shift: cloud.shift,
    warnings,
  };
}

function textOf(cloud: PointCloud): string {
  const { pointCount, finiteCount, min, max, columns = [] } = cloud.stats;
  const { scans = [], crs, placement } = cloud;
  const sensorCount = scans.filter(({ sensor }) => sensor !== undefined).length;
  const pathCount = scans.filter(({ path }) => path !== undefined).length;
  const { mean, intensity, classification, returnNumber } = summariseCloud(cloud);
  const triple = (values: readonly number[]): string => values.map((value) => String(value)).join('  ');
  const counts = (of: Readonly<Record<string, number>>): string =>
    Object.entries(of)
      .map(([value, count]) => `${value}: ${count}`)
      .join(', ');
  const lines: (readonly [string, string])[] = [
    ['points', String(pointCount) + (finiteCount < pointCount ? ` (${finiteCount} finite)` : '')],
    ['min', triple(min)],
    ['max', triple(max)],
    ['size', triple(max.map((value, k) => value - (min[k] ?? 0)))],
    ['mean', triple(mean)],
    ['normals', cloud.normals ? 'yes' : 'no'],
    ['colours', cloud.colors ? 'yes' : 'no'],
    ...(intensity ? [['intensity', `${intensity[0]} to ${intensity[1]}`] as const] : []),
    ...(classification ? [['classes', counts(classification)] as const] : []),
    ...(returnNumber ? [['returns', counts(returnNumber)] as const] : []),
    ...(hasShift(cloud) ? [['shift', triple(cloud.shift)] as const] : []),
    ...(crs ? [['system', crs.name ?? (crs.epsg === undefined ? 'in the file' : `EPSG:${crs.epsg}`)] as const] : []),
    ...(placement ? [['placed', placementWords(placement)] as const] : []),
    ...scans.map(
      ({ name, pointCount: count, sensor }) =>
        ['scan', `${name}: ${count} points${sensor ? `, from ${triple(sensor)}` : ''}`] as const,
    ),
    ...(sensorCount > 0 ? [['sensors', `${sensorCount} of ${scans.length} known`] as const] : []),
    ...(pathCount > 0 ? [['flight', `a path of flight found for ${pathCount} of ${scans.length} lines`] as const] : []),
    ...columns.map((column, i) => [i === 0 ? 'columns' : '', column] as const),
  ];
  return lines.map(([name, value]) => `${name.padEnd(10)}${value}\n`).join('');
}
