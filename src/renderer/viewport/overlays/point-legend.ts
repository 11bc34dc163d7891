/**
 * What the legend of the points shows, as plain data: the panel names and draws it. Colours come from the table that
 * the points are drawn with, so legend and points cannot disagree.
 */
import type { CloudInfo, ValueAttribute, ValueCount, ValueRange } from '../../worker/engine-api.ts';
import {
  isRamp,
  missingCss,
  type PaletteAttribute,
  rampCss,
  type RampAttribute,
  valueCss,
} from '../layers/point-colors.ts';
import type { Theme } from '../viewport-context.ts';

export interface RampLegend {
  readonly kind: 'ramp';
  readonly attribute: RampAttribute;
  /** A CSS gradient from `low` to `high`; what lies beyond has the colour of its end. */
  readonly stops: string;
  readonly range: ValueRange;
  /** CSS, of the points without a value. */
  readonly missingColor: string;
}

export interface LegendRow {
  /** Of a scan its number. */
  readonly value: number;
  /** CSS. */
  readonly color: string;
  readonly count: number;
  /** A scan's as in its file; a class's as a key of the texts; where there is one. */
  readonly name?: string;
}

export interface ListLegend {
  readonly kind: 'list';
  readonly attribute: PaletteAttribute;
  readonly rows: readonly LegendRow[];
  /** Values that occur and have no row. */
  readonly moreCount: number;
}

/** More would cover the points that they explain. */
const MOST_ROWS = 8;

/** Undefined where the cloud lacks the attribute. */
export function pointLegendOf(
  info: Pick<CloudInfo, 'values' | 'scans'>,
  attribute: ValueAttribute,
  theme: Theme,
): RampLegend | ListLegend | undefined {
  if (isRamp(attribute)) {
    const range = info.values[attribute];
    return (
      range && { kind: 'ramp', attribute, stops: rampCss(attribute, theme), range, missingColor: missingCss(theme) }
    );
  }
  const counts = attribute === 'scan' ? scanRows(info.scans) : valueRows(attribute, info.values[attribute] ?? []);
  if (counts.length === 0) return undefined;
  const rows = attribute === 'classification' ? commonest(counts) : counts.slice(0, MOST_ROWS);
  return { kind: 'list', attribute, rows, moreCount: counts.length - rows.length };
}

/** Scans without points are listed in the panel, but have no colour in the picture. */
function scanRows(scans: CloudInfo['scans']): readonly LegendRow[] {
  return scans
    .filter(({ pointCount }) => pointCount > 0)
    .map(({ name, pointCount, index, number }) => {
      return { value: number, color: valueCss('scan', index), count: pointCount, ...(name && { name }) };
    });
}

function valueRows(attribute: 'classification' | 'returnNumber', counts: readonly ValueCount[]): readonly LegendRow[] {
  return counts.map((counted) => ({ ...counted, color: valueCss(attribute, counted.value) }));
}

/** Those with the most points, in their own order. */
function commonest(counts: readonly LegendRow[]): readonly LegendRow[] {
  return counts
    .toSorted((a, b) => b.count - a.count)
    .slice(0, MOST_ROWS)
    .toSorted((a, b) => a.value - b.value);
}
