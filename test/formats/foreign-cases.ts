/** Files that are no clouds to us: well made or broken, they are refused for their kind, and what is read is named. */
import { BODY, forPoints, type Refused, rowOf, textBytes, UTM } from './format-case.ts';
import { tableText } from './text-writer.ts';

const rows = (): number[][] => forPoints((point) => rowOf(BODY.positions, point));
const colored = (): number[][] => forPoints((point) => [...rowOf(BODY.positions, point), ...rowOf(BODY.colors, point)]);
const mapped = (): number[][] => forPoints((point) => rowOf(UTM, point));

const UNKNOWN = /unknown kind of file.*\.ply.*\.xyz, \.txt, \.asc/;

const foreign = (name: string, make: () => Uint8Array | string): Refused => ({
  name,
  make: () => {
    const made = make();
    return typeof made === 'string' ? textBytes(made) : new Uint8Array(made);
  },
  refusal: { code: 'cloud-format', message: UNKNOWN },
});

export const FOREIGN_CASES: readonly Refused[] = [
  foreign('utm.csv', () => `x,y,z\n${tableText(mapped(), ',')}`),
  foreign('rgb.csv', () => `x,y,z,r,g,b\n${tableText(colored(), ',')}`),
  foreign('semicolon-decimal-comma.csv', () => `x;y;z\n${tableText(rows(), ';').replaceAll('.', ',')}`),
  foreign('quoted.csv', () => `"x","y","z"\n${tableText(rows(), '","').replace(/^.+$/gm, '"$&"')}`),
  foreign('bom.csv', () => `\ufeffx,y,z\n${tableText(rows(), ',')}`),
];
