/**
 * `npm run bench -- --docs`: the tables of docs/benchmarks.md and docs/paper.md, between their markers
 * (`<!-- bench:NAME -->` … `<!-- /bench:NAME -->`), and the pictures of docs/pictures/bench, all from docs/benchmarks.
 * What stands outside the markers is written by people and stays.
 */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type DeviceResults, readResults } from './device-results.ts';
import { growthPictures } from './growth-pictures.ts';
import { accuracyTable, growthTables, kernelTables, paperTable, timeTables } from './result-tables.ts';

const PICTURES = 'docs/pictures/bench';

export function writeBenchDocs(): void {
  const results = readResults();
  const pictures = growthPictures(results);
  mkdirSync(PICTURES, { recursive: true });
  for (const { name, svg } of pictures) writeFileSync(join(PICTURES, name), svg);
  fillPage('docs/benchmarks.md', {
    accuracy: accuracyTable(results),
    time: timeTables(results),
    growth: growthTables(results, pictures),
    kernels: kernelTables(results),
  });
  fillPage('docs/paper.md', { paper: paperTable(results) });
}

function fillPage(file: string, parts: Readonly<Record<string, string>>): void {
  const before = readFileSync(file, 'utf8');
  writeFileSync(file, fillMarkers(before, parts));
  console.log(`${file}: ${Object.keys(parts).join(', ')}`);
}

/** The text with new contents between its markers. Throws where a part's markers are missing. */
export function fillMarkers(page: string, parts: Readonly<Record<string, string>>, prefix = 'bench'): string {
  let filled = page;
  for (const [name, content] of Object.entries(parts)) {
    const [start, end] = [`<!-- ${prefix}:${name} -->`, `<!-- /${prefix}:${name} -->`];
    const [from, to] = [filled.indexOf(start), filled.indexOf(end)];
    if (from < 0 || to < from) throw new Error(`the page has no markers ${start} … ${end}`);
    filled = `${filled.slice(0, from + start.length)}\n\n${content.trim()}\n\n${filled.slice(to)}`;
  }
  return filled;
}

export type AllResults = ReadonlyMap<string, DeviceResults>;
