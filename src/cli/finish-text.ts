/** What was done to a mesh, a line for each operation, for people. */
import type { FinishReport } from '../engine/index.ts';

export function finishLines(report: FinishReport): string[] {
  const { trimmed, droppedPieces, handles, holes, smoothedBy, relaxed, simplified, texture } = report;
  return [
    ...(trimmed
      ? [line('trimmed', `${counted(trimmed.triangles, 'triangle')} left out, of area ${short(trimmed.area)}`)]
      : []),
    ...(droppedPieces ? [line('pieces', piecesText(droppedPieces.length, droppedPieces))] : []),
    ...(handles ? [line('handles', handlesText(handles))] : []),
    ...(holes ? [line('holes', holesText(holes))] : []),
    ...(smoothedBy === undefined ? [] : [line('smoothed', smoothedText(report))]),
    ...(relaxed ? [line('relaxed', relaxedText(relaxed))] : []),
    ...(simplified ? [line('simplified', simplifiedText(simplified))] : []),
    ...(texture ? [line('texture', textureText(texture))] : []),
  ];
}

function textureText({
  pixels,
  charts,
  coveredShare,
  hasColors,
  hasRelief,
}: NonNullable<FinishReport['texture']>): string {
  const shows = [hasColors ? 'the colours of the points' : '', hasRelief ? 'the relief of before simplifying' : ''];
  const what = shows.filter(Boolean).join(' and ');
  return `${pixels} × ${pixels} pixels of ${what}; ${counted(charts, 'chart')}, ${(100 * coveredShare).toFixed(0)} % of the picture`;
}

const line = (name: string, text: string): string => `  ${name.padEnd(10)} ${text}`;
const short = (value: number): string => (value === 0 ? '0' : value.toPrecision(3));
const counted = (count: number, noun: string, nouns = `${noun}s`): string => `${count} ${count === 1 ? noun : nouns}`;

function piecesText(count: number, dropped: NonNullable<FinishReport['droppedPieces']>): string {
  if (count === 0) return 'none to leave out';
  return `${count} left out, the largest of ${counted(dropped[0]!.triangles, 'triangle')}`;
}

const HANDLE_LEFT = {
  rim: 'a border runs along them',
  tangled: 'nothing simple lies along them',
  'meets-surface': 'any disc would go through the surface',
  strand: 'strands that a cut would tear',
} as const;

export function handlesText({ closed, left }: NonNullable<FinishReport['handles']>): string {
  const longest = closed.reduce((most, { length }) => Math.max(most, length), 0);
  const loops = closed.length > 0 ? `, by loops up to ${short(longest)}` : '';
  const reasons = (Object.keys(HANDLE_LEFT) as (keyof typeof HANDLE_LEFT)[])
    .filter((key) => left.some(({ reason }) => reason === key))
    .map((key) => HANDLE_LEFT[key]);
  return `${closed.length} closed${loops}${left.length > 0 ? `, ${left.length} left: ${reasons.join('; ')}` : ''}`;
}

function holesText({ closed, left }: NonNullable<FinishReport['holes']>): string {
  const area = closed.reduce((sum, hole) => sum + hole.area, 0);
  const guess = closed.length > 0 ? ` by a guess of area ${short(area)}` : '';
  const open = left.length > 0 ? `, ${left.length} left open${reasonsText(left)}` : '';
  return `${closed.length} closed${guess}${open}`;
}

function smoothedText({ smoothedBy = 0, heldVertices = 0, evenlySmoothedVertices: even }: FinishReport): string {
  const kept = even === undefined ? '' : ', edges kept';
  const evenly = even ? `, ${counted(even, 'vertex', 'vertices')} evenly: triangles would have met` : '';
  const held =
    heldVertices > 0 ? `, ${counted(heldVertices, 'vertex', 'vertices')} held back: triangles would have met` : '';
  return `by ${counted(smoothedBy, 'step')}${kept}${evenly}${held}`;
}

const LEFT = {
  wide: 'wider than asked for',
  'meets-surface': 'any cap would go through the surface',
  'no-way': 'no way across that the surface does not take already',
} as const;

function reasonsText(left: NonNullable<FinishReport['holes']>['left']): string {
  const reasons = (Object.keys(LEFT) as (keyof typeof LEFT)[]).filter((key) =>
    left.some(({ reason }) => reason === key),
  );
  return `: ${reasons.map((key) => LEFT[key]).join('; ')}`;
}

function relaxedText({ isRelaxed, before, after }: NonNullable<FinishReport['relaxed']>): string {
  if (!isRelaxed) return 'not: triangles would have met';
  const share = (under5: number): string => `${short(100 * under5)} %`;
  const angles = `smallest angle ${before.least.toFixed(1)}° → ${after.least.toFixed(1)}°`;
  return `${angles}, triangles with one under 5° ${share(before.under5)} → ${share(after.under5)}`;
}

const REASONS = {
  target: '',
  topology: 'no edge can go without tearing the surface',
  shape: 'fewer would lose the shape',
  'self-intersections': 'fewer would go through one another',
} as const;

function simplifiedText(simplified: NonNullable<FinishReport['simplified']>): string {
  const { stoppedBy, wantedTriangles, fromOriginal, toOriginal, meetingBefore = 0 } = simplified;
  const most = Math.max(fromOriginal.maximum, toOriginal.maximum);
  const mean = (fromOriginal.mean + toOriginal.mean) / 2;
  const share95 = Math.max(fromOriginal.share95, toOriginal.share95);
  const before = wantedTriangles === undefined ? '' : ` before ${wantedTriangles} triangles`;
  const reason = stoppedBy === 'target' ? '' : `; stopped${before}: ${REASONS[stoppedBy]}`;
  const kept =
    meetingBefore > 0
      ? `; ${counted(meetingBefore, 'pair')} of triangles went through one another before, and what lies there was left alone`
      : '';
  return `deviation ${short(mean)} on average, 95 % within ${short(share95)}, at most ${short(most)}${reason}${kept}`;
}
