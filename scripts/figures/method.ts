/**
 * `npm run figures`: the figures of docs/method.md, computed in two dimensions by flat-model.ts and drawn as SVG. A test fails while
 * a file is not what this makes.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { randomBits, unitFloat } from '../../src/engine/math/random.ts';
import {
  findSides,
  type FlatField,
  type FlatPoint,
  isoSegments,
  lobes,
  type Place,
  sample,
  solveField,
  unit,
  windingNumber,
} from './flat-model.ts';

const FOLDER = 'docs/pictures/method';
const SIDE = 260;
const GAP = 20;
const INK = '#1f2933';
const BLUE = '#2563eb';
const RED = '#dc2626';
const PALE = '#94a3b8';
/** How far from points a curve is drawn: further away no node is held. */
const NEAR = 0.08;

/** File → text. */
export const FIGURES: Readonly<Record<string, string>> = {
  [`${FOLDER}/pull.svg`]: pull(),
  [`${FOLDER}/sides.svg`]: sides(),
  [`${FOLDER}/levels.svg`]: levels(),
  [`${FOLDER}/noise.svg`]: noise(),
};

/** Queries near points, pulled by the field onto its curve. */
function pull(): string {
  const points = lobes(90);
  const field = solveField(points, 65, 0);
  const queries = points
    .filter((_, i) => i % 2 === 0)
    .map(({ place: [x, y], normal }, i): Place => {
      const off = 0.16 * (unitFloat(randomBits(3, 0, i)) - 0.5);
      return [x + off * normal[0], y + off * normal[1]];
    });
  const arrows = queries.map((query) => {
    const { value, gradient } = sample(field, query);
    const n = unit(gradient);
    return arrow(query, [query[0] - value * n[0], query[1] - value * n[1]], BLUE);
  });
  const rings = [-0.09, -0.06, -0.03, 0.03, 0.06].map((level) => curve(field, points, level, PALE, 0.7));
  return picture([
    ['points', dots(points)],
    ['a field, and where it is 0', [...rings, curve(field, points, 0, INK, 1.6)]],
    [
      'queries, pulled',
      [curve(field, points, 0, PALE, 1.2), ...arrows, ...queries.map((place) => dot(place, BLUE, 1.6))],
    ],
  ]);
}

/** Which side is outside, found from places alone. */
function sides(): string {
  const points = lobes(120);
  const spacing = 0.018;
  const byChance = points.map(({ normal: [x, y] }, i): Place => (randomBits(11, 0, i) % 2 === 0 ? [x, y] : [-x, -y]));
  const panels = [0, 1, 15].map((iterations): [string, string[]] => {
    const found = iterations === 0 ? byChance : findSides(points, iterations, spacing);
    const turned = points.map(({ place }, i): FlatPoint => ({ place, normal: found[i]! }));
    const isRight = (i: number): boolean =>
      found[i]![0] * points[i]!.normal[0] + found[i]![1] * points[i]!.normal[1] > 0;
    const arrows = turned.map(({ place, normal }, i) =>
      arrow(place, [place[0] + 0.05 * normal[0], place[1] + 0.05 * normal[1]], isRight(i) ? BLUE : RED),
    );
    const right = points.filter((_, i) => isRight(i)).length;
    return [
      `${iterations === 0 ? 'by chance' : iterations === 1 ? '1 step' : `${iterations} steps`}: ${right} of ${points.length} outward`,
      [shade(turned, spacing), ...arrows],
    ];
  });
  return picture(panels);
}

/** A level after the other, each on bricks near the curve alone. */
function levels(): string {
  const points = lobes(160);
  return picture(
    [9, 17, 33].map((nodes): [string, string[]] => {
      const cell = 1 / (nodes - 1);
      const cells = new Map<string, Place>();
      for (const { place } of points)
        for (const dx of [-1, 0, 1])
          for (const dy of [-1, 0, 1]) {
            const [i, j] = [Math.floor(place[0] / cell) + dx, Math.floor(place[1] / cell) + dy];
            if (Math.min(i, j) >= 0 && Math.max(i, j) < nodes - 1) cells.set(`${i} ${j}`, [i * cell, j * cell]);
          }
      const boxes = [...cells.values()].map(([x, y]) => box([x, y], cell));
      return [
        `${nodes - 1} cells, ${cells.size} held`,
        [...boxes, curve(solveField(points, nodes, 0), points, 0, INK, 1.6)],
      ];
    }),
  );
}

/** What is known of the noise decides how closely points are followed. */
function noise(): string {
  const points = lobes(160, 0.012);
  const told: readonly (readonly [string, number])[] = [
    ['taken for exact', 0],
    ['as noisy as they are', 0.012],
    ['taken for twelve times as noisy', 0.144],
  ];
  return picture(
    told.map(([title, sigma]) => [
      title,
      [...dots(points), curve(solveField(points, 65, sigma), points, 0, BLUE, 1.6)],
    ]),
  );
}

function px(value: number): string {
  return (SIDE * value).toFixed(1);
}

function down(value: number): string {
  return px(1 - value);
}

function dots(points: readonly FlatPoint[]): string[] {
  return points.map(({ place }) => dot(place, INK, 1.3));
}

function dot([x, y]: Place, color: string, radius: number): string {
  return `<circle cx="${px(x)}" cy="${down(y)}" r="${radius}" fill="${color}"/>`;
}

function arrow(from: Place, to: Place, color: string): string {
  return `<path d="M${px(from[0])} ${down(from[1])}L${px(to[0])} ${down(to[1])}" stroke="${color}" marker-end="url(#tip)"/>`;
}

function box([x, y]: Place, side: number): string {
  return `<rect x="${px(x)}" y="${down(y + side)}" width="${px(side)}" height="${px(side)}" fill="#dbeafe" stroke="#93c5fd" stroke-width=".6"/>`;
}

/** Where the field has a value, near its points. */
function curve(field: FlatField, points: readonly FlatPoint[], level: number, color: string, width: number): string {
  const isNear = ([x, y]: Place): boolean => points.some(({ place: [u, v] }) => Math.hypot(x - u, y - v) < NEAR);
  const near = isoSegments(field, level).filter(([from]) => isNear(from));
  const path = near.map(([a, b]) => `M${px(a[0])} ${down(a[1])}L${px(b[0])} ${down(b[1])}`);
  return `<path d="${path.join('')}" stroke="${color}" stroke-width="${width}" fill="none" stroke-linecap="round"/>`;
}

/** The winding number as grey: 1 dark, 0 white. */
function shade(points: readonly FlatPoint[], length: number): string {
  const cells = 40;
  const squares: string[] = [];
  for (let j = 0; j < cells; j++)
    for (let i = 0; i < cells; i++) {
      const value = windingNumber([(i + 0.5) / cells, (j + 0.5) / cells], points, length);
      const dark = Math.round(60 * Math.min(1, Math.max(0, Math.abs(value))));
      if (dark < 3) continue;
      squares.push(
        `<rect x="${px(i / cells)}" y="${down((j + 1) / cells)}" width="${px(1 / cells)}" height="${px(1 / cells)}" opacity="${(dark / 100).toFixed(2)}"/>`,
      );
    }
  return `<g fill="${PALE}">${squares.join('')}</g>`;
}

/** Panels beside one another, each with its words below. */
function picture(panels: readonly (readonly [string, readonly string[]])[]): string {
  const width = panels.length * (SIDE + GAP) - GAP;
  const drawn = panels.map(
    ([words, shapes], i) =>
      `<g transform="translate(${i * (SIDE + GAP)} 0)"><rect width="${SIDE}" height="${SIDE}" fill="#ffffff" stroke="#e2e8f0"/>${shapes.join('')}<text x="${SIDE / 2}" y="${SIDE + 18}" text-anchor="middle">${words}</text></g>`,
  );
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${SIDE + 28}" font-family="system-ui, sans-serif" font-size="13" fill="${INK}"><defs><marker id="tip" viewBox="0 0 6 6" refX="5" refY="3" markerWidth="5" markerHeight="5" orient="auto"><path d="M0 0L6 3L0 6" fill="none" stroke="context-stroke"/></marker></defs><rect width="${width}" height="${SIDE + 28}" fill="#ffffff"/>\n${drawn.join('\n')}\n</svg>\n`;
}

if (import.meta.main) {
  mkdirSync(FOLDER, { recursive: true });
  for (const [file, text] of Object.entries(FIGURES)) writeFileSync(file, text);
}
