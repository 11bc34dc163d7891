/**
 * JSON that people write or keep, checked by zod: unknown fields are errors, and what is wrong is said in one sentence
 * with its place in the file and what is allowed there. Job files and projects are read by it.
 */
import * as z from 'zod';
import { messageOf, ReconstructError } from '../engine/vocabulary.ts';

// Compiled checks are code made of text, which the window's content security policy forbids.
z.config({ jitless: true });

export type PropertyPath = readonly PropertyKey[];

/** An object that refuses fields it does not know. The shape's schemas say what is allowed as their error. */
export function fields<Shape extends z.ZodRawShape>(shape: Shape, allowed: string) {
  const known = Object.keys(shape).join(', ');
  return z.strictObject(shape, { error: ({ code }) => (code === 'unrecognized_keys' ? known : allowed) });
}

/** What is wrong with a value that zod refused, as one sentence with its place and what is allowed there. */
export function refusalOf(
  issue: z.core.$ZodIssue,
  whole: unknown,
  { name, what, above = [] }: { readonly name: string; readonly what: string; readonly above?: PropertyPath },
): ReconstructError {
  const place = pathText([...above, ...issue.path]);
  if (issue.code === 'unrecognized_keys') {
    const field = shown(issue.keys[0]);
    return refusal(name, `${place || what} has the unknown field ${field}; allowed: ${issue.message}`, place);
  }
  const value = issue.path.reduce<unknown>((at, key) => (at as Record<PropertyKey, unknown>)[key], whole);
  const problem = value === undefined ? 'is missing' : `is ${shown(value)}`;
  return refusal(name, `${place || what} ${problem}; allowed: ${issue.message}`, place);
}

/** Of a later form anything may be different. @throws ReconstructError `option-invalid` */
export function refuseLater(version: unknown, known: number, what: string, name: string): void {
  if (typeof version !== 'number' || !Number.isInteger(version) || version <= known) return;
  throw refusal(name, `is a ${what} of version ${version}, and this program reads ${known}; use a newer GridPull`);
}

/**
 * An object, whatever is in it.
 * @param example what is allowed, for the message
 * @throws ReconstructError `option-invalid`
 */
export function parseJson(text: string, name: string, example: string): Record<string, unknown> {
  let whole: unknown;
  try {
    // Some editors begin a file with a mark of its encoding.
    whole = JSON.parse(text.replace(/^\uFEFF/, ''));
  } catch (error) {
    throw refusal(name, `is not valid JSON: ${messageOf(error)}`);
  }
  if (isObject(whole)) return whole;
  throw refusal(name, `is ${shown(whole)}; allowed: ${example}`);
}

export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** `overrides[0].options.noise` */
function pathText(path: PropertyPath): string {
  return path.reduce<string>(
    (text, key) => (typeof key === 'number' ? `${text}[${key}]` : text === '' ? String(key) : `${text}.${String(key)}`),
    '',
  );
}

const MOST_SHOWN = 60;

function shown(value: unknown): string {
  // 1e999 is read as infinity, which JSON has no word for.
  const text = typeof value === 'number' ? String(value) : (JSON.stringify(value) ?? String(value));
  return text.length > MOST_SHOWN ? `${text.slice(0, MOST_SHOWN)}…` : text;
}

export function refusal(name: string, problem: string, path = ''): ReconstructError {
  const start = problem.startsWith('is ') ? `${name} ${problem}` : `${name}: ${problem}`;
  return new ReconstructError('option-invalid', `${start}.`, { file: name, path });
}
