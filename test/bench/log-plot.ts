/**
 * Growth as a picture: lines over logarithmic axes, as SVG. Straight lines there are powers, so whether a cost grows
 * faster than n log n is seen beside that line. Drawn by hand: a chart library would be a dependency for two pictures.
 */
export interface PlotPoint {
  readonly x: number;
  readonly y: number;
}

export interface PlotLine {
  readonly name: string;
  readonly points: readonly PlotPoint[];
  /** A reference, not a measurement. */
  readonly dashed?: boolean;
}

export interface LogPlot {
  readonly title: string;
  readonly xLabel: string;
  readonly yLabel: string;
  readonly lines: readonly PlotLine[];
  /** Sizes at which there is no figure, and why. */
  readonly failures?: readonly { readonly x: number; readonly reason: string }[];
  /** How sizes are written on the axis; powers of ten by default. */
  readonly xTicks?: readonly { readonly value: number; readonly label: string }[];
}

const SIZE = { width: 420, height: 320 } as const;
const MARGIN = { left: 58, right: 14, top: 30, bottom: 46 } as const;
/** Told apart without colour vision too: Okabe and Ito (2008). */
const COLOURS = ['#0072b2', '#d55e00', '#009e73', '#cc79a7'] as const;

/** From a value to a place along an axis. */
export type Scale = (value: number) => number;

/** Logarithmic; `low` goes to `from`, `high` to `to`. */
export function logScale(low: number, high: number, from: number, to: number): Scale {
  const [start, span] = [Math.log10(low), Math.log10(high) - Math.log10(low)];
  return (value) => (span === 0 ? from : from + ((Math.log10(value) - start) / span) * (to - from));
}

/** Powers of ten from `low` to `high`, with 2 and 5 between where there are fewer than three. */
export function logTicks(low: number, high: number): number[] {
  const decades = (factors: readonly number[]): number[] => {
    const ticks: number[] = [];
    for (let power = Math.floor(Math.log10(low)); power <= Math.ceil(Math.log10(high)); power++) {
      ticks.push(...factors.map((factor) => Number(`${factor}e${power}`)));
    }
    return ticks.filter((tick) => tick >= low * 0.999 && tick <= high * 1.001);
  };
  const powers = decades([1]);
  return powers.length >= 3 ? powers : decades([1, 2, 5]);
}

/** n log n through the last point of a measured line: above it at smaller sizes is what a run costs at least. */
export function referenceLine(points: readonly PlotPoint[], name: string, growth: (x: number) => number): PlotLine {
  const last = points[points.length - 1];
  if (!last) return { name, points: [], dashed: true };
  return { name, dashed: true, points: points.map(({ x }) => ({ x, y: (last.y * growth(x)) / growth(last.x) })) };
}

/** Several plots side by side. */
export function plotsSvg(plots: readonly LogPlot[]): string {
  const [width, height] = [SIZE.width * plots.length, SIZE.height];
  const bodies = plots.map((plot, i) => `<g transform="translate(${SIZE.width * i} 0)">\n${plotBody(plot)}\n</g>`);
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" font-family="sans-serif" font-size="11">`,
    `<rect width="${width}" height="${height}" fill="#ffffff"/>`,
    ...bodies,
    '</svg>\n',
  ].join('\n');
}

function plotBody({ title, xLabel, yLabel, lines, failures = [], xTicks }: LogPlot): string {
  const points = lines.flatMap((line) => line.points);
  const xs = [...points.map(({ x }) => x), ...failures.map(({ x }) => x)];
  const ys = points.map(({ y }) => y);
  if (points.length === 0) return text(SIZE.width / 2, SIZE.height / 2, 'nothing measured', 'middle');
  const [left, right] = [MARGIN.left, SIZE.width - MARGIN.right];
  const [top, bottom] = [MARGIN.top, SIZE.height - MARGIN.bottom];
  const xRange = [Math.min(...xs), Math.max(...xs)] as const;
  const yRange = [Math.min(...ys) / 1.3, Math.max(...ys) * 1.3] as const;
  const x = logScale(xRange[0], xRange[1], left + 8, right - 8);
  const y = logScale(yRange[0], yRange[1], bottom, top);
  const ticks = xTicks ?? logTicks(...xRange).map((value) => ({ value, label: String(value) }));
  return [
    text(left, 16, title, 'start', ' font-weight="bold"'),
    ...logTicks(...yRange).flatMap((tick) => [
      `<path d="M${left} ${place(y(tick))}H${right}" stroke="#e0e0e0"/>`,
      text(left - 6, y(tick) + 4, String(tick), 'end'),
    ]),
    ...ticks.flatMap(({ value, label }) => [
      `<path d="M${place(x(value))} ${bottom}v4" stroke="#404040"/>`,
      text(x(value), bottom + 16, label, 'middle'),
    ]),
    `<path d="M${left} ${top}V${bottom}H${right}" fill="none" stroke="#404040"/>`,
    text((left + right) / 2, SIZE.height - 10, xLabel, 'middle'),
    `<text transform="translate(12 ${(top + bottom) / 2}) rotate(-90)" text-anchor="middle">${escaped(yLabel)}</text>`,
    ...lines.map((line, i) => lineBody(line, COLOURS[i % COLOURS.length]!, x, y)),
    // Lower right: growing lines leave it free.
    ...lines.map((line, i) =>
      legend(line, COLOURS[i % COLOURS.length]!, right - 110, bottom - 30 - 15 * (lines.length - 1 - i)),
    ),
    ...failures.map(({ x: at, reason }) => failureMark(x(at), bottom, reason)),
  ].join('\n');
}

function lineBody({ points, dashed = false }: PlotLine, colour: string, x: Scale, y: Scale): string {
  const stroke = dashed ? '#909090' : colour;
  const path = points.map((point, i) => `${i === 0 ? 'M' : 'L'}${place(x(point.x))} ${place(y(point.y))}`).join('');
  const line = `<path d="${path}" fill="none" stroke="${stroke}" stroke-width="1.5"${dashed ? ' stroke-dasharray="5 4"' : ''}/>`;
  const dots = dashed
    ? []
    : points.map((point) => `<circle cx="${place(x(point.x))}" cy="${place(y(point.y))}" r="3" fill="${stroke}"/>`);
  return [line, ...dots].join('\n');
}

function legend({ name, dashed = false }: PlotLine, colour: string, left: number, middle: number): string {
  const stroke = dashed ? '#909090' : colour;
  const sample = `<path d="M${left} ${middle}h18" stroke="${stroke}" stroke-width="1.5"${dashed ? ' stroke-dasharray="5 4"' : ''}/>`;
  return `${sample}\n${text(left + 24, middle + 4, name, 'start')}`;
}

/** A cross on the axis. */
function failureMark(at: number, bottom: number, reason: string): string {
  return `<path d="M${place(at - 4)} ${bottom - 12}l8 8m0 -8l-8 8" stroke="#c00000" stroke-width="1.5"><title>${escaped(reason)}</title></path>`;
}

function text(x: number, y: number, content: string, anchor: 'start' | 'middle' | 'end', more = ''): string {
  return `<text x="${place(x)}" y="${place(y)}" text-anchor="${anchor}"${more}>${escaped(content)}</text>`;
}

/** A tenth of a pixel is enough, and keeps files the same on every machine. */
const place = (value: number): string => String(Math.round(10 * value) / 10);
const escaped = (content: string): string =>
  content.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
