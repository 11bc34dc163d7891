/** What a run tells of its holes: which are open, which are closed and so guessed, and why. */
import type { Frame } from '../cloud/frame.ts';
import { toWorld } from '../cloud/frame.ts';
import type { Triple } from '../math/triple.ts';
import type { HoleReport, ReportedHole } from '../report.ts';
import type { Hole, JudgedHoles } from '../finish/judge-holes.ts';
import { unknownHoles } from '../finish/open-holes.ts';

/** Rooms and streets have thousands. */
const MOST_LISTED = 100;
/** Of the area: from here on a person should know of it. */
const MUCH_GUESSED = 0.01;

/** @param shift the world position of the frame's origin */
export function reportHoles({ holes, patches }: JudgedHoles, frame: Frame, shift: Triple): HoleReport {
  const { worldPerNorm } = frame;
  const reported = holes.map((hole, i): ReportedHole => {
    const { isOpen, reason, area, length, width, centre } = hole;
    const local = toWorld(Float32Array.from(centre), frame);
    return {
      id: i < patches.length ? i + 1 : null,
      state: isOpen ? 'open' : 'closed',
      reason,
      area: area * worldPerNorm ** 2,
      length: length * worldPerNorm,
      width: width * worldPerNorm,
      centre: [local[0]! + shift[0], local[1]! + shift[1], local[2]! + shift[2]],
    };
  });
  return {
    closed: holes.filter(({ isOpen }) => !isOpen).length,
    open: holes.filter(({ isOpen, reason }) => isOpen && reason !== 'border').length,
    borders: holes.filter(({ reason }) => reason === 'border').length,
    areaGuessed: guessedArea(holes) * worldPerNorm ** 2,
    list: [
      ...reported.slice(0, Math.min(patches.length, MOST_LISTED)),
      ...reported.slice(patches.length).slice(0, MOST_LISTED),
    ],
  };
}

/**
 * Sentences about the holes that a person should know of.
 * @param area of the mesh, normalised
 * @param asked the option
 */
export function holeWarnings({ holes, patches }: JudgedHoles, area: number, asked: readonly string[]): string[] {
  const unknown = unknownHoles(patches.length, asked);
  const share = guessedArea(holes) / area;
  const closed = holes.filter(({ isOpen }) => !isOpen).length;
  const subject = closed === 1 ? 'a hole was' : `${closed} holes were`;
  return [
    ...(unknown.length > 0 ? [`There is no hole ${unknown.join(', ')} that could be opened.`] : []),
    ...(share > MUCH_GUESSED
      ? [
          `${(100 * share).toPrecision(2)} % of the surface is guessed: ${subject} closed where there are no points. ` +
            'The report lists them; --open LIST leaves some open, --hole-radius 0 all.',
        ]
      : []),
  ];
}

function guessedArea(holes: readonly Hole[]): number {
  return holes.reduce((sum, { isOpen, area }) => sum + (isOpen ? 0 : area), 0);
}
