/**
 * `npm run bench -- --docs`: the tables of docs/benchmarks.md, docs/paper.md and docs/scans.md, between their markers
 * (`<!-- bench:NAME -->` … `<!-- /bench:NAME -->`), and the pictures of docs/pictures/bench, all from docs/benchmarks.
 * What stands outside the markers is written by people and stays.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { writePages } from '../../scripts/fill-markers.ts';
import { type DeviceResults, readResults } from './device-results.ts';
import { growthPictures } from './growth-pictures.ts';
import { scanTable } from './scan-table.ts';
import { accuracyTable, growthTables, kernelTables, paperTable, timeTables } from './result-tables.ts';

const PICTURES = 'docs/pictures/bench';

export function writeBenchDocs(): void {
  const results = readResults();
  const pictures = growthPictures(results);
  mkdirSync(PICTURES, { recursive: true });
  for (const { name, svg } of pictures) writeFileSync(join(PICTURES, name), svg);
  writePages('bench', {
    'docs/benchmarks.md': {
      accuracy: accuracyTable(results),
      time: timeTables(results),
      growth: growthTables(results, pictures),
      kernels: kernelTables(results),
    },
    'docs/paper.md': { paper: paperTable(results) },
    'docs/scans.md': { scans: scanTable(results) },
  });
}

export type AllResults = ReadonlyMap<string, DeviceResults>;
