/**
 * Glob patterns matched in time that grows with the pattern times the path, whatever the pattern: it becomes a
 * nondeterministic automaton (Thompson 1968), all of whose states are followed at once. The libraries for this make
 * regular expressions, which go back and try again: a pattern of 14 letters then takes longer than anybody waits for a
 * name of 60, and a job file or a script may hold any pattern.
 *
 * `*` and `?` stay in a folder, `**` as a whole folder goes below, `[a-z]` and `[!a-z]` are classes, `{a,b}` and
 * `{1..20}` alternatives, `@(a|b)`, `?(a|b)`, `*(a|b)`, `+(a|b)` groups as in ksh; a backslash takes the meaning away.
 * What has no partner (`[`, `{`, `(`) stands for itself.
 */

/** A step over one character, or (null) over none. */
interface Edge {
  readonly takes: ((character: string) => boolean) | null;
  readonly to: number;
}

export interface Glob {
  matches(path: string): boolean;
}

/** `{1..20}` of more numbers than this is a mistake, or meant to be one. */
const MOST_NUMBERS = 10_000;
/** Several times as many as the longest pattern of a job file has letters. */
const MOST_STATES = 100_000;
/** Groups within groups. */
const MOST_DEPTH = 100;

/** Null for what patterns cannot say here: what must not match, `!(a)` or `!` in front. */
export function parseGlob(pattern: string): Glob | null {
  try {
    const states = new Automaton();
    const end = new GlobParser(pattern, states).parse();
    return { matches: (path) => states.follow(path, end) };
  } catch (error) {
    if (error instanceof Unusable) return null;
    throw error;
  }
}

class Unusable extends Error {
  override readonly name = 'Unusable';
}

class Automaton {
  readonly #edges: Edge[][] = [];

  add(): number {
    if (this.#edges.length === MOST_STATES) throw new Unusable();
    return this.#edges.push([]) - 1;
  }

  link(from: number, to: number, takes: Edge['takes'] = null): void {
    this.#edges[from]!.push({ takes, to });
  }

  /** Whether the whole path leads from the first state to `end`. */
  follow(path: string, end: number): boolean {
    let current = this.#reached([0]);
    for (const character of path) {
      const next: number[] = [];
      for (const state of current) {
        for (const { takes, to } of this.#edges[state]!) if (takes?.(character)) next.push(to);
      }
      if (next.length === 0) return false;
      current = this.#reached(next);
    }
    return current.has(end);
  }

  /** With all that follows without a character. */
  #reached(states: number[]): ReadonlySet<number> {
    const reached = new Set(states);
    for (const state of reached) for (const { takes, to } of this.#edges[state]!) if (!takes) reached.add(to);
    return reached;
  }
}

const inFolder = (character: string): boolean => character !== '/';

class GlobParser {
  readonly #text: readonly string[];
  readonly #states: Automaton;
  /** Places of the brackets that are closed. */
  readonly #closed: ReadonlySet<number>;
  #at = 0;
  #depth = 0;

  constructor(pattern: string, states: Automaton) {
    this.#text = [...pattern];
    this.#states = states;
    this.#closed = closedBrackets(this.#text);
  }

  /** Gives the state that a path has to end in. */
  parse(): number {
    if (this.#text[0] === '!') throw new Unusable();
    return this.#sequence(this.#states.add(), '');
  }

  /** Up to one of `ends`, which stays. Gives the state behind it. */
  #sequence(start: number, ends: string): number {
    let state = start;
    while (this.#at < this.#text.length && !ends.includes(this.#text[this.#at]!)) state = this.#item(state);
    return state;
  }

  #item(state: number): number {
    const character = this.#text[this.#at]!;
    if ('@?*+!'.includes(character) && this.#closed.has(this.#at + 1) && this.#text[this.#at + 1] === '(') {
      return this.#group(state, character);
    }
    if (character === '*') return this.#star(state);
    this.#at++;
    if (character === '?') return this.#one(state, inFolder);
    if (character === '[') return this.#class(state);
    if (character === '{' && this.#closed.has(this.#at - 1)) return this.#braces(state);
    const isEscape = character === '\\' && this.#at < this.#text.length;
    const wanted = isEscape ? this.#text[this.#at++]! : character;
    return this.#one(state, (found) => found === wanted);
  }

  #one(state: number, takes: (character: string) => boolean): number {
    const next = this.#states.add();
    this.#states.link(state, next, takes);
    return next;
  }

  /** `**` between slashes may be no folder at all. */
  #star(state: number): number {
    const isFirst = this.#at === 0 || this.#text[this.#at - 1] === '/';
    let count = 0;
    while (this.#text[this.#at] === '*') [count, this.#at] = [count + 1, this.#at + 1];
    const isBelow = count === 2 && isFirst && (this.#at === this.#text.length || this.#text[this.#at] === '/');
    const loop = this.#states.add();
    this.#states.link(state, loop);
    this.#states.link(loop, loop, isBelow ? () => true : inFolder);
    if (!isBelow || this.#at === this.#text.length) return loop;
    this.#at++;
    const behind = this.#one(loop, (found) => found === '/');
    this.#states.link(state, behind);
    return behind;
  }

  /** A bracket that comes first in its class stands for itself. */
  #class(state: number): number {
    const isNot = '!^'.includes(this.#text[this.#at] ?? ' ');
    const first = this.#at + (isNot ? 1 : 0);
    let end = first;
    // The first place is no end.
    do end += this.#text[end] === '\\' ? 2 : 1;
    while (end < this.#text.length && this.#text[end] !== ']');
    if (end >= this.#text.length) return this.#one(state, (found) => found === '[');
    const ranges: (readonly [string, string])[] = [];
    let at = first;
    const take = (): string => {
      if (this.#text[at] === '\\' && at + 1 < end) at++;
      return this.#text[at++]!;
    };
    while (at < end) {
      const from = take();
      const isRange = this.#text[at] === '-' && at + 1 < end;
      if (isRange) at++;
      ranges.push([from, isRange ? take() : from]);
    }
    this.#at = end + 1;
    const isIn = (found: string): boolean => ranges.some(([from, to]) => from <= found && found <= to);
    return this.#one(state, (found) => inFolder(found) && isIn(found) !== isNot);
  }

  #braces(state: number): number {
    const numbers = this.#numbers();
    const end = this.#states.add();
    if (numbers) {
      for (const number of numbers) this.#states.link(this.#literal(state, number), end);
      return end;
    }
    return this.#alternatives(state, end, ',', '}');
  }

  #group(state: number, kind: string): number {
    if (kind === '!') throw new Unusable();
    this.#at += 2;
    const [begin, end] = [this.#states.add(), this.#states.add()];
    this.#states.link(state, begin);
    this.#alternatives(begin, end, '|', ')');
    if (kind === '*' || kind === '?') this.#states.link(begin, end);
    if (kind === '*' || kind === '+') this.#states.link(end, begin);
    return end;
  }

  /** Up to the closing bracket and past it. */
  #alternatives(begin: number, end: number, separator: string, closing: string): number {
    if (++this.#depth > MOST_DEPTH) throw new Unusable();
    do {
      const start = this.#states.add();
      this.#states.link(begin, start);
      this.#states.link(this.#sequence(start, separator + closing), end);
    } while (this.#text[this.#at++] === separator);
    this.#depth--;
    return end;
  }

  /** `1..20` up to the closing brace and past it. */
  #numbers(): string[] | null {
    const close = this.#text.indexOf('}', this.#at);
    const [, from, to] = /^(-?\d{1,9})\.\.(-?\d{1,9})$/.exec(this.#text.slice(this.#at, close).join('')) ?? [];
    if (from === undefined || to === undefined) return null;
    const [low, high] = [Math.min(Number(from), Number(to)), Math.max(Number(from), Number(to))];
    if (high - low >= MOST_NUMBERS) throw new Unusable();
    this.#at = close + 1;
    return Array.from({ length: high - low + 1 }, (_, i) => String(low + i));
  }

  #literal(start: number, text: string): number {
    return [...text].reduce((state, wanted) => this.#one(state, (found) => found === wanted), start);
  }
}

/** Each kind for itself: `{a(b}` has one pair. */
function closedBrackets(text: readonly string[]): ReadonlySet<number> {
  const closed = new Set<number>();
  const open: Readonly<Record<string, number[]>> = { '}': [], ')': [] };
  for (let at = 0; at < text.length; at++) {
    if (text[at] === '\\') at++;
    else if (text[at] === '{') open['}']!.push(at);
    else if (text[at] === '(') open[')']!.push(at);
    else {
      const partner = open[text[at]!]?.pop();
      if (partner !== undefined) closed.add(partner);
    }
  }
  return closed;
}
