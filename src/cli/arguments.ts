/** Values of the command line as the engine wants them; anything else is a usage error naming what is allowed. */
import { ReconstructError } from '../engine/errors.ts';

/** `auto`, `none` (where allowed) or a number with a decimal point. */
export function wordOrNumber<W extends string>(option: string, words: readonly W[]): (text: string) => W | number {
  return (text) => {
    const word = words.find((candidate) => candidate === text.toLowerCase());
    return word ?? plainNumber(option, words)(text);
  };
}

export function plainNumber(option: string, words: readonly string[] = []): (text: string) => number {
  return (text) => {
    const value = Number(text);
    if (text.trim() === '' || !Number.isFinite(value)) {
      const allowed = [...words, 'a number'].join(', ');
      throw new ReconstructError('option-invalid', `${option} is «${text}»; allowed: ${allowed}`, { option });
    }
    return value;
  };
}

export function oneOf<W extends string>(option: string, words: readonly W[]): (text: string) => W {
  return (text) => {
    const word = words.find((candidate) => candidate === text);
    if (word === undefined) {
      throw new ReconstructError('option-invalid', `${option} is «${text}»; allowed: ${words.join(', ')}`, { option });
    }
    return word;
  };
}
