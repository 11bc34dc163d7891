/** What plain and packed LAS have in common behind the decoding: the collector, the warnings and the end. */
import type { PointCloud } from '../../../cloud/point-cloud.ts';
import type { ReadOptions } from '../../../cloud/point-sample.ts';
import type { LasHeader } from './las-header.ts';
import { attributesOfLas, type LasPointDecoder, placesOf } from './las-points.ts';
import type { LasRecords } from './las-records.ts';
import { PointCollector } from '../point-collector.ts';

export interface LasReading {
  readonly options: ReadOptions;
  readonly warnings: string[];
}

export function collectorFor(
  name: string,
  { pointFormat }: LasHeader,
  trustedCount: number,
  options: ReadOptions,
): PointCollector {
  return new PointCollector({
    name,
    hasNormals: false,
    colorRange: placesOf(pointFormat).color === undefined ? undefined : 'short',
    attributes: attributesOfLas(pointFormat),
    numbers: 'other',
    trustedCount,
    options,
  });
}

export interface LasEnd {
  readonly name: string;
  readonly collector: PointCollector;
  readonly decoder: LasPointDecoder;
  readonly records: LasRecords;
  readonly header: LasHeader;
  readonly warnings: string[];
}

export function finishLas({ name, collector, decoder, records, header, warnings }: LasEnd): PointCloud {
  const { withheldCount, hasColor } = decoder;
  const count = collector.seenCount;
  if (withheldCount > 0) {
    warnings.push(
      `${name}: ${withheldCount} of ${count} points are marked as withheld; they were read like all others.`,
    );
  }
  const isBlack = placesOf(header.pointFormat).color !== undefined && !hasColor && count > 0;
  if (isBlack) warnings.push(`${name}: all colours are zero, so the file has none.`);
  const crs = records.system(header.prefersWkt);
  const lines = decoder.lines?.found() ?? [];
  const isFlown = lines.some(({ path }) => path !== undefined);
  const scans = lines.map(({ source, path }) => ({ name: `flight line ${source}`, ...(path && { path }) }));
  const finished = collector.finish(warnings, { ...(crs && { crs }), ...(isFlown && { scans }) });
  const { colors, attributes = {}, ...cloud } = finished;
  const { scan: _, ...others } = attributes;
  return { ...cloud, attributes: isFlown ? attributes : others, ...(colors && !isBlack && { colors }) };
}
