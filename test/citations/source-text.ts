/**
 * The repository's text files, each taken apart into what people read (comments; all of a document) and what the
 * program is made of. Comments are found by TypeScript's own parser, since `//` also stands in addresses, regular
 * expressions and templates.
 */
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import ts from 'typescript';

export interface Passage {
  readonly file: string;
  readonly line: number;
  /** One comment, or one paragraph of a document, on a single line. */
  readonly text: string;
}

export interface SourceText {
  readonly passages: readonly Passage[];
  /** Everything but comments; empty for documents. */
  readonly code: string;
}

interface Span {
  readonly from: number;
  readonly to: number;
}

/** Paths of all files that belong to the repository, those not yet added included. */
export function repositoryFiles(): readonly string[] {
  const listed = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard', '-z'], {
    encoding: 'utf8',
  });
  return listed.split('\0').filter((path) => path !== '' && existsSync(path));
}

export function readSourceText(file: string): SourceText {
  const text = readFileSync(file, 'utf8');
  if (file.endsWith('.md')) return { passages: paragraphs(file, text), code: '' };
  if (/\.(json|html)$/.test(file)) return { passages: [], code: text };
  if (/\.(ts|mjs)$/.test(file)) return scriptText(file, text);
  const comments = lineComments(file, text);
  return { passages: joined(file, text, comments), code: without(text, comments) };
}

/** The comments of TypeScript or JavaScript. */
export function scriptText(file: string, text: string): SourceText {
  const comments = scriptComments(file, text);
  return { passages: joined(file, text, comments), code: without(text, comments) };
}

/** Comments of TypeScript and JavaScript: what looks like one and stands in no literal. */
function scriptComments(file: string, text: string): Span[] {
  const source = ts.createSourceFile(file, text, ts.ScriptTarget.Latest, false, ts.ScriptKind.TS);
  const literals: Span[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isLiteralExpression(node) || ts.isTemplateHead(node) || ts.isTemplateMiddleOrTemplateTail(node)) {
      literals.push({ from: node.getStart(source), to: node.end });
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  literals.sort((a, b) => a.from - b.from);
  const comments: Span[] = [];
  const pattern = /\/\*[^]*?\*\/|\/\/.*/g;
  let next = 0;
  for (let match = pattern.exec(text); match; match = pattern.exec(text)) {
    while (next < literals.length && literals[next]!.to <= match.index) next++;
    const literal = literals[next];
    if (literal && literal.from <= match.index) pattern.lastIndex = literal.to;
    else comments.push({ from: match.index, to: pattern.lastIndex });
  }
  return comments;
}

/** Comments of WGSL, styles, shell and YAML: WGSL has no strings, and none of the others holds its sign in one. */
function lineComments(file: string, text: string): Span[] {
  const pattern = file.endsWith('.wgsl') ? /\/\/.*/g : file.endsWith('.css') ? /\/\*[^]*?\*\//g : /^[ \t]*#.*$/gm;
  return [...text.matchAll(pattern)].map((match) => ({ from: match.index, to: match.index + match[0].length }));
}

/** Comments on lines of their own that follow one another are one passage. */
function joined(file: string, text: string, comments: readonly Span[]): Passage[] {
  const passages: Passage[] = [];
  let end = -1;
  for (const { from, to } of comments) {
    const words = text
      .slice(from, to)
      .replace(/^\/\*+|\*+\/$/g, '')
      .replace(/^[ \t]*(\/\/+|\*|#+)/gm, '')
      .replace(/\s+/g, ' ')
      .trim();
    const line = text.slice(0, from).split('\n').length;
    const before = passages.at(-1);
    const goesOn = before && text.slice(end, from).trim() === '' && line === text.slice(0, end).split('\n').length + 1;
    if (goesOn) passages[passages.length - 1] = { ...before, text: `${before.text} ${words}` };
    else passages.push({ file, line, text: words });
    end = to;
  }
  return passages;
}

function without(text: string, comments: readonly Span[]): string {
  let [code, end] = ['', 0];
  for (const { from, to } of comments) {
    code += text.slice(end, from);
    end = to;
  }
  return code + text.slice(end);
}

function paragraphs(file: string, text: string): Passage[] {
  const passages: Passage[] = [];
  let line = 1;
  for (const part of text.split(/\n[ \t]*\n/)) {
    passages.push({ file, line, text: part.replace(/\s+/g, ' ').trim() });
    line += part.split('\n').length + 1;
  }
  return passages;
}
