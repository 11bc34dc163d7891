/**
 * Pages that are half written by people and half from tables: what stands between markers (`<!-- TOPIC:NAME -->` …
 * `<!-- /TOPIC:NAME -->`, in YAML `# TOPIC:NAME` … `# /TOPIC:NAME`, in
 * TypeScript with `//`) is replaced, the rest stays.
 */
import { readFileSync, writeFileSync } from 'node:fs';

/** File → marker → contents. */
export type Pages = Readonly<Record<string, Readonly<Record<string, string>>>>;

/** The files that are behind their tables. */
export function stalePages(topic: string, pages: Pages): string[] {
  return renewedPages(topic, pages).map(({ file }) => file);
}

/** Writes those that are, and says which. */
export function writePages(topic: string, pages: Pages): void {
  for (const { file, page } of renewedPages(topic, pages)) {
    writeFileSync(file, page);
    console.log(`${file}: ${topic}`);
  }
}

/** The pages that are behind their tables, as they should be. */
function renewedPages(topic: string, pages: Pages): { readonly file: string; readonly page: string }[] {
  return Object.entries(pages).flatMap(([file, parts]) => {
    const before = readFileSync(file, 'utf8');
    const page = fillMarkers(before, topic, parts);
    return page === before ? [] : [{ file, page }];
  });
}

/**
 * The page with new contents between its markers: in lines of their own where the markers end lines, else in the line.
 * @throws Error where a part's markers are missing
 */
export function fillMarkers(page: string, topic: string, parts: Readonly<Record<string, string>>): string {
  let filled = page;
  for (const [name, content] of Object.entries(parts)) {
    const found =
      between(filled, `<!-- ${topic}:${name} -->`, `<!-- /${topic}:${name} -->`, '\n\n') ??
      between(filled, `# ${topic}:${name}\n`, `# /${topic}:${name}\n`, '') ??
      between(filled, `// ${topic}:${name}\n`, `// /${topic}:${name}\n`, '');
    if (!found) throw new Error(`the page has no markers <!-- ${topic}:${name} --> … <!-- /${topic}:${name} -->`);
    filled = found.before + found.gap + content.trimEnd() + found.gapAfter + found.after;
  }
  return filled;
}

interface Between {
  /** Up to the end of the first marker. */
  readonly before: string;
  readonly gap: string;
  readonly gapAfter: string;
  /** From the beginning of the second marker. */
  readonly after: string;
}

/** @param gap around contents that stand in lines of their own */
function between(page: string, start: string, end: string, gap: string): Between | null {
  const [from, to] = [page.indexOf(start) + start.length, page.indexOf(end)];
  if (!page.includes(start) || to < from) return null;
  const isBlock = page.startsWith('\n', from);
  const [before, after] = [page.slice(0, from), page.slice(to)];
  if (start.endsWith('\n')) return { before, gap, gapAfter: '\n', after: page.slice(page.lastIndexOf('\n', to) + 1) };
  return { before, gap: isBlock ? gap : '', gapAfter: isBlock ? gap : '', after };
}
