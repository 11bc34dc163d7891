/**
 * The outline of a section as a drawing: SVG for documents and cutters, DXF for CAD. Both are in the unit of the mesh,
 * seen from where the plane's normal points; DXF keeps the coordinates along the plane, SVG begins at the outline's
 * corner and says where in the world that is.
 */
import { type LengthUnit, MILLIMETRES } from '../math/length-unit.ts';
import { decimalsFor, decimalText } from './decimal-text.ts';
import type { DrawingFormat } from './drawing-format.ts';
import { dot, type Triple } from '../math/triple.ts';
import type { Section, SectionCurve } from './section.ts';

/** Names the program within its first bytes, as all of its files do. */
export function drawSection(section: Section, format: DrawingFormat, unit: LengthUnit | null): string {
  return format === 'svg' ? svgOf(section, unit) : dxfOf(section, unit);
}

interface FlatCurve {
  /** [2 × count] right and up, in the plane. */
  readonly places: readonly number[];
  readonly isClosed: boolean;
}

function flattened({ curves, axes }: Section): FlatCurve[] {
  const flat = ({ points, isClosed }: SectionCurve): FlatCurve => {
    const places: number[] = [];
    for (let at = 0; at < points.length; at += 3) {
      const place: Triple = [points[at]!, points[at + 1]!, points[at + 2]!];
      places.push(dot(axes.right, place), dot(axes.up, place));
    }
    return { places, isClosed };
  };
  return curves.map(flat);
}

/** Of a drawing: finer than any machine cuts, without the noise of the last digits. */
const DIGITS = 9;
/** Of the longer side. */
const LINE_SHARE = 1 / 500;

function svgOf(section: Section, unit: LengthUnit | null): string {
  const curves = flattened(section);
  const { left, bottom, width, height } = boundsOf(curves);
  const text = textFor(Math.max(width, height));
  const line = Math.max(width, height) * LINE_SHARE;
  const path = ({ places, isClosed }: FlatCurve): string => {
    const corners: string[] = [];
    for (let at = 0; at < places.length; at += 2) {
      // Down is up in SVG.
      corners.push(`${text(places[at]! - left)} ${text(bottom + height - places[at + 1]!)}`);
    }
    return `M${corners.join('L')}${isClosed ? 'Z' : ''}`;
  };
  const size = (side: number): string => (unit ? `${text(side * MILLIMETRES[unit])}mm` : text(side));
  const { right, up, normal } = section.axes;
  const distance = section.curves[0] ? dot(normal, firstPlace(section.curves[0])) : 0;
  const about = [
    `GridPull section; unit ${unit ?? 'of the mesh'}; right ${tripleText(right)}; up ${tripleText(up)}`,
    `lower left corner ${left} along right, ${bottom} along up, ${distance} along ${tripleText(normal)}`,
  ].join('; ');
  const box = [-line, -line, width + 2 * line, height + 2 * line];
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${size(box[2]!)}" height="${size(box[3]!)}" viewBox="${box.map(text).join(' ')}">
<desc>${about}</desc>
<path fill="none" stroke="#000" stroke-width="${text(line)}" stroke-linejoin="round" d="${curves.map(path).join('')}"/>
</svg>
`;
}

/** Release 12, which every CAD program reads: one polyline a curve. */
function dxfOf(section: Section, unit: LengthUnit | null): string {
  const curves = flattened(section);
  const { left, bottom, width, height } = boundsOf(curves);
  const text = textFor(Math.max(width, height, Math.abs(left), Math.abs(bottom)));
  const lines: string[] = [];
  const put = (code: number, value: string | number): void => void lines.push(String(code), String(value));
  put(999, `GridPull section, unit ${unit ?? 'of the mesh'}`);
  put(0, 'SECTION');
  put(2, 'HEADER');
  put(9, '$ACADVER');
  put(1, 'AC1009');
  put(0, 'ENDSEC');
  put(0, 'SECTION');
  put(2, 'ENTITIES');
  for (const { places, isClosed } of curves) {
    put(0, 'POLYLINE');
    put(8, LAYER);
    put(66, 1);
    put(70, isClosed ? 1 : 0);
    for (const code of [10, 20, 30]) put(code, '0');
    for (let at = 0; at < places.length; at += 2) {
      put(0, 'VERTEX');
      put(8, LAYER);
      put(10, text(places[at]!));
      put(20, text(places[at + 1]!));
      put(30, '0');
    }
    put(0, 'SEQEND');
    put(8, LAYER);
  }
  put(0, 'ENDSEC');
  put(0, 'EOF');
  return `${lines.join('\n')}\n`;
}

const LAYER = 'SECTION';

function boundsOf(curves: readonly FlatCurve[]) {
  let [left, bottom, right, top] = [Infinity, Infinity, -Infinity, -Infinity];
  for (const { places } of curves) {
    for (let at = 0; at < places.length; at += 2) {
      left = Math.min(left, places[at]!);
      right = Math.max(right, places[at]!);
      bottom = Math.min(bottom, places[at + 1]!);
      top = Math.max(top, places[at + 1]!);
    }
  }
  return curves.length === 0
    ? { left: 0, bottom: 0, width: 0, height: 0 }
    : { left, bottom, width: right - left, height: top - bottom };
}

/** As decimals, without an exponent: `size` with so many digits. */
function textFor(size: number): (value: number) => string {
  const decimals = decimalsFor(size, DIGITS);
  return (value) => decimalText(value, decimals);
}

function firstPlace({ points }: SectionCurve): Triple {
  return [points[0]!, points[1]!, points[2]!];
}

function tripleText(triple: Triple): string {
  return `(${triple.map((value) => Number(value.toPrecision(DIGITS)) + 0).join(' ')})`;
}
