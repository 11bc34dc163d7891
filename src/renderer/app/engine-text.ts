/**
 * What the engine says, as a person of the window reads it: in their language, with their numbers, and the file's name
 * once.
 *
 * The engine's sentences are English, for all who run it. Each is known here by what of it is always the same
 * (`locales/engine.de.json`), as found in the source; a test holds the two together. What is put into a sentence is a
 * sentence of its own, a number, or something that stays as it is: a name, a line of a file. One that is not known
 * stays English.
 */
import { formatDigits } from './format.ts';
import { language } from './i18n.ts';
import engineDe from './locales/engine.de.json' with { type: 'json' };

/** A sentence, or a part of one, with places for what is put in. */
interface Template {
  readonly pattern: RegExp;
  /** Of all places: those whose numbers stay as they are, as versions do. */
  readonly literal: ReadonlySet<number>;
  readonly en: string;
  readonly de: string;
  /** Letters that are always there. */
  readonly letters: number;
}

/** Fewer say nothing by themselves: what is put into `it is {0}` must be known, too. */
const LEAST_LETTERS = 12;
/** Longer ones quote a file. */
const MOST_CHARACTERS = 1000;
const PLACE = /\{=?(\d+)\}/g;

let known: readonly Template[] | undefined;

/** Those that say most of a sentence come first. */
function templates(): readonly Template[] {
  known ??= Object.entries(engineDe)
    .map(([en, de]) => {
      const parts = en.split(/\{\d+\}/);
      const source = parts.map((part) => part.replace(/[$()*+.?[\\\]^{|}]/g, '\\$&')).join('(.*?)');
      return {
        pattern: new RegExp(`^${source}$`, 's'),
        literal: new Set([...de.matchAll(/\{=(\d+)\}/g)].map(([, place]) => Number(place))),
        en,
        de,
        letters: parts.join('').replace(/[^a-z]/gi, '').length,
      };
    })
    .toSorted((a, b) => b.letters - a.letters);
  return known;
}

/**
 * @param message of an error, or warnings one a line
 * @param name of a file that is named beside it already
 */
export function engineText(message: string, name?: string): string {
  return message
    .split('\n')
    .map((line) => spokenLine(line, name))
    .join('\n');
}

function spokenLine(line: string, name: string | undefined): string {
  if (line.length > MOST_CHARACTERS) return line;
  const said = new Speaker().say(line);
  const whole = said?.text ?? line;
  const isTwice = name !== undefined && whole.startsWith(`${name}: `);
  const text = isTwice ? whole.slice(name.length + 2) : whole;
  if (!said) return text;
  const sentence = said.isNamed && !isTwice ? text : text.charAt(0).toUpperCase() + text.slice(1);
  return /[.!?…]$/.test(sentence) ? sentence : `${sentence}.`;
}

interface Said {
  readonly text: string;
  /** It begins with a name, which keeps its letters. */
  readonly isNamed: boolean;
}

class Speaker {
  readonly #said = new Map<string, Said | null>();

  /** Null for what is not known. */
  say(text: string): Said | null {
    const earlier = this.#said.get(text);
    if (earlier !== undefined) return earlier;
    // What is put in is shorter: that ends.
    const said = this.#whole(text) ?? this.#sentences(text) ?? this.#named(text);
    this.#said.set(text, said);
    return said;
  }

  #whole(text: string): Said | null {
    for (const { pattern, literal, letters, ...texts } of templates()) {
      const match = pattern.exec(text);
      if (!match) continue;
      const values = match.slice(1);
      if (letters < LEAST_LETTERS && !values.every((value) => isName(value) || this.say(value))) continue;
      const spoken = values.map((value, place) => (literal.has(place) ? value : this.#value(value)));
      const template = language() === 'de' ? texts.de : texts.en;
      const filled = template.replace(PLACE, (_, place: string) => spoken[Number(place)] ?? '');
      return { text: filled, isNamed: template.startsWith('{') };
    }
    return null;
  }

  /** `What is wrong. What to try.` */
  #sentences(text: string): Said | null {
    for (let at = text.indexOf('. '); at >= 0; at = text.indexOf('. ', at + 1)) {
      const first = this.say(text.slice(0, at + 1)) ?? withDot(this.say(text.slice(0, at)));
      const rest = first && (this.say(text.slice(at + 2)) ?? null);
      if (first && rest) return { text: `${first.text} ${rest.text}`, isNamed: first.isNamed };
    }
    return text.endsWith('.') ? withDot(this.say(text.slice(0, -1))) : null;
  }

  /** `scan.ply: what is wrong`. */
  #named(text: string): Said | null {
    for (let at = text.indexOf(': '); at >= 0; at = text.indexOf(': ', at + 1)) {
      const rest = this.say(text.slice(at + 2));
      if (rest) return { text: `${text.slice(0, at)}: ${rest.text}`, isNamed: true };
    }
    return null;
  }

  #value(value: string): string {
    const number = /^-?\d+(?:\.(\d+))?$/.exec(value);
    if (number) return formatDigits(Number(value), number[1]?.length ?? 0);
    // Words between blanks, as ` and 2 more`.
    return (value === '' ? null : this.say(value))?.text ?? value;
  }
}

function withDot(said: Said | null): Said | null {
  return said && { ...said, text: `${said.text}.` };
}

/** Rather than prose: no two words that begin small. */
function isName(value: string): boolean {
  return !/(?:^|\s)[a-z]{2,} [a-z]{2,}/.test(value);
}
