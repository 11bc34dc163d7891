/**
 * Rasters of heights as text, read as the points at the middles of their cells: the grid of ESRI (ArcGIS "Esri ASCII
 * raster format"; with `dx` and `dy` as GDAL writes it), the one of GRASS (`r.out.ascii`), and the one of Surfer
 * ("GS ASCII", which begins with DSAA). Cells without data are points without a place.
 */
import type { PointCloud } from '../../../cloud/point-cloud.ts';
import type { ReadOptions } from '../../../cloud/point-sample.ts';
import type { ByteCursor } from '../byte-cursor.ts';
import { BATCH_SIZE } from '../columns.ts';
import { cutFileWarning } from '../cut-file.ts';
import { formatError } from '../format-error.ts';
import { FIELD, NumberRow, numberStyle, textOf } from './number-row.ts';
import { PointCollector } from '../point-collector.ts';
import type { HeadLine, LineEnd } from './text-head.ts';
import { forEachLine } from './text-lines.ts';

export interface TextGrid {
  /** What the file is called. */
  readonly kind: string;
  readonly columnCount: number;
  readonly rowCount: number;
  /** The middle of the first cell of the file, and the steps to the next one of its row and column. */
  readonly first: readonly [x: number, y: number];
  readonly step: readonly [x: number, y: number];
  readonly isNoData: (value: number) => boolean;
  /** Byte of the head where the values begin. */
  readonly dataOffset: number;
}

/** Fewer numbers in a row of the file than its grid has columns are common: rows may be broken anywhere. */
type Header = Readonly<Record<string, number>>;

/**
 * A raster's header in the head; undefined for other files. @throws ReconstructError `cloud-format` where it lacks
 * something
 */
export function gridIn(name: string, bytes: Uint8Array, lines: readonly HeadLine[]): TextGrid | undefined {
  const full = lines.filter(({ isBlank, isComment }) => !isBlank && !isComment);
  const [first] = full;
  if (!first) return undefined;
  const begin = textOf(bytes, first.start, first.end).trim();
  if (/^DSAA\b/.test(begin)) return surferGrid(name, bytes, full);
  if (
    !/^(ncols|nrows|north|south|east|west|rows|cols|xll\w+|yll\w+|cellsize|dx|nodata_value)\b\s*[:=]?\s*[-+\d.,]+$/i.test(
      begin,
    )
  ) {
    return undefined;
  }
  const header: Record<string, number> = {};
  let dataOffset = bytes.length;
  for (const { start, end } of full) {
    const match = /^\s*([a-z_]+)\s*[:=]?\s*(\S+)\s*$/i.exec(textOf(bytes, start, end));
    const value = match && Number(match[2]!.replace(',', '.').replace(/^\+/, ''));
    if (!match || value === null || (Number.isNaN(value) && !/^[-+]?nan$/i.test(match[2]!))) {
      dataOffset = start;
      break;
    }
    header[match[1]!.toLowerCase()] = value;
  }
  if ('north' in header) return grassGrid(name, header, dataOffset);
  return esriGrid(name, header, dataOffset);
}

function required(name: string, header: Header, ...keys: readonly string[]): number {
  const key = keys.find((candidate) => Number.isFinite(header[candidate]));
  if (key !== undefined) return header[key]!;
  throw formatError(name, `the raster's header has no ${keys[0]}`, 'Export the grid again, or as x y z.', {});
}

/** @throws ReconstructError `cloud-format` for sizes that are no whole numbers from 1 */
function size(name: string, value: number): number {
  if (Number.isInteger(value) && value >= 1) return value;
  throw formatError(
    name,
    `the raster's header has ${value} columns or rows`,
    'Export the grid again, or as x y z.',
    {},
  );
}

function esriGrid(name: string, header: Header, dataOffset: number): TextGrid {
  const columnCount = size(name, required(name, header, 'ncols'));
  const rowCount = size(name, required(name, header, 'nrows'));
  const stepX = required(name, header, 'cellsize', 'dx');
  const stepY = header['cellsize'] ?? required(name, header, 'dy', 'dx');
  const left = header['xllcenter'] ?? required(name, header, 'xllcorner') + stepX / 2;
  const bottom = header['yllcenter'] ?? required(name, header, 'yllcorner') + stepY / 2;
  // ESRI: −9999 where the header names no value.
  const noData = header['nodata_value'] ?? header['nodata'] ?? -9999;
  return {
    kind: 'an ESRI ASCII grid',
    columnCount,
    rowCount,
    first: [left, bottom + (rowCount - 1) * stepY],
    step: [stepX, -stepY],
    isNoData: (value) => value === noData || Math.fround(value) === Math.fround(noData),
    dataOffset,
  };
}

function grassGrid(name: string, header: Header, dataOffset: number): TextGrid {
  const columnCount = size(name, required(name, header, 'cols'));
  const rowCount = size(name, required(name, header, 'rows'));
  const [north, south, east, west] = ['north', 'south', 'east', 'west'].map((key) => required(name, header, key));
  const stepX = (east! - west!) / columnCount;
  const stepY = (north! - south!) / rowCount;
  const noData = header['null'];
  return {
    kind: 'a GRASS ASCII grid',
    columnCount,
    rowCount,
    first: [west! + stepX / 2, north! - stepY / 2],
    step: [stepX, -stepY],
    isNoData: (value) => value === noData,
    dataOffset,
  };
}

/** DSAA, columns and rows, then the ranges of x, y and z, which belong to the middles of the outer cells. */
function surferGrid(name: string, bytes: Uint8Array, lines: readonly HeadLine[]): TextGrid {
  const numbers: number[] = [];
  let dataOffset = bytes.length;
  for (const { start, end, number } of lines) {
    if (numbers.length >= 8) {
      dataOffset = start;
      break;
    }
    const words = textOf(bytes, start, end).trim().split(/\s+/);
    for (const word of number === lines[0]!.number ? words.slice(1) : words)
      numbers.push(Number(word.replace(',', '.')));
  }
  if (numbers.length !== 8 || !numbers.every(Number.isFinite)) {
    throw formatError(name, 'the header of the Surfer grid is cut or damaged', 'Export the grid again, or as x y z.');
  }
  const [columnCount, rowCount, left, right, bottom, top] = numbers as [number, number, number, number, number, number];
  return {
    kind: 'a Surfer grid',
    columnCount: size(name, columnCount),
    rowCount: size(name, rowCount),
    first: [left, bottom],
    step: [(right - left) / Math.max(columnCount - 1, 1), (top - bottom) / Math.max(rowCount - 1, 1)],
    // Surfer 7 help, "ASCII grid file format": blanked nodes are 1.70141e38 or more.
    isNoData: (value) => value >= 1.70141e38,
    dataOffset,
  };
}

/** Reads the values behind the cursor. @throws ReconstructError `cloud-format`, `cloud-empty` */
export async function readTextGrid(
  cursor: ByteCursor,
  grid: TextGrid,
  lineEnd: LineEnd,
  hasDecimalComma: boolean,
  options: ReadOptions,
): Promise<PointCloud> {
  const { columnCount, rowCount, first, step, isNoData } = grid;
  const cellCount = columnCount * rowCount;
  const collector = new PointCollector({
    name: cursor.name,
    hasNormals: false,
    colorRange: undefined,
    numbers: 'text',
    trustedCount: 0,
    options,
  });
  const style = numberStyle(hasDecimalComma ? ';' : ',;', hasDecimalComma ? ',' : '.');
  const row = new NumberRow();
  let [done, noDataCount, surplus] = [0, 0, 0];
  await forEachLine(cursor, lineEnd, 1, (bytes, start, end) => {
    row.parse(bytes, start, end, style);
    for (let i = 0; i < row.count; i++) {
      if (row.isWord[i] !== FIELD.number) {
        const what = `value ${done + 1} of the grid's ${cellCount} is no number`;
        throw formatError(cursor.name, what, 'Repair the line or export again.', { byteOffset: cursor.offset });
      }
      if (done >= cellCount) {
        surplus++;
        continue;
      }
      const value = row.values[i]!;
      const isEmpty = isNoData(value);
      if (isEmpty) noDataCount++;
      const at = collector.count;
      collector.columns[at] = first[0] + (done % columnCount) * step[0];
      collector.columns[BATCH_SIZE + at] = first[1] + Math.floor(done / columnCount) * step[1];
      collector.columns[2 * BATCH_SIZE + at] = isEmpty ? NaN : value;
      collector.count++;
      done++;
      if (collector.room === 0) collector.flush();
    }
    return true;
  });
  const { name } = cursor;
  const warnings: string[] = [];
  if (done < cellCount) {
    const cut = { whole: done, promised: cellCount, where: 'within its grid' };
    warnings.push(cutFileWarning(name, cut, options));
  }
  if (surplus > 0) warnings.push(`${name}: ${surplus} values beyond the grid's ${cellCount} were ignored.`);
  if (noDataCount > 0) warnings.push(`${name}: ${noDataCount} of ${cellCount} cells hold no data and make no point.`);
  const described = `${grid.kind} of ${columnCount} by ${rowCount} heights: a point at the middle of each cell`;
  return collector.finish(warnings, { columns: [described], placelessCount: noDataCount });
}
