/** Colours of LASzip's versions 2 and on: red by its difference, green and blue by how red has changed. */
import type { ArithmeticDecoder } from './arithmetic-decoder.ts';
import { SymbolModel } from './symbol-model.ts';

export class ColorModels {
  readonly #used = new SymbolModel(128);
  /** [6] lower and upper byte of red, green, blue. */
  readonly #bytes = Array.from({ length: 6 }, () => new SymbolModel(256));

  reset(): void {
    this.#used.reset();
    for (const model of this.#bytes) model.reset();
  }

  /** @param last [3] red, green, blue of the point before, which become those of this one */
  next(decoder: ArithmeticDecoder, last: Uint16Array): void {
    const used = decoder.decode(this.#used);
    const lastRed = last[0]!;
    const lastGreen = last[1]!;
    const lastBlue = last[2]!;
    const low = used & 1 ? (decoder.decode(this.#bytes[0]!) + lastRed) & 255 : lastRed & 255;
    const high = used & 2 ? (decoder.decode(this.#bytes[1]!) + (lastRed >>> 8)) & 255 : lastRed >>> 8;
    const red = (high << 8) | low;
    last[0] = red;
    if ((used & 64) === 0) {
      last[1] = red;
      last[2] = red;
      return;
    }
    let change = low - (lastRed & 255);
    let greenLow = lastGreen & 255;
    if (used & 4) greenLow = (decoder.decode(this.#bytes[2]!) + clamped(change + greenLow)) & 255;
    let blueLow = lastBlue & 255;
    if (used & 16) {
      change = halved(change + greenLow - (lastGreen & 255));
      blueLow = (decoder.decode(this.#bytes[4]!) + clamped(change + blueLow)) & 255;
    }
    change = high - (lastRed >>> 8);
    let greenHigh = lastGreen >>> 8;
    if (used & 8) greenHigh = (decoder.decode(this.#bytes[3]!) + clamped(change + greenHigh)) & 255;
    let blueHigh = lastBlue >>> 8;
    if (used & 32) {
      change = halved(change + greenHigh - (lastGreen >>> 8));
      blueHigh = (decoder.decode(this.#bytes[5]!) + clamped(change + blueHigh)) & 255;
    }
    last[1] = (greenHigh << 8) | greenLow;
    last[2] = (blueHigh << 8) | blueLow;
  }
}

function clamped(value: number): number {
  return value < 0 ? 0 : value > 255 ? 255 : value;
}

/** Towards zero. */
function halved(value: number): number {
  return (value / 2) | 0;
}
