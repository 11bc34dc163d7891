/**
 * The page of a dump: every stage in the order in which it came, with its numbers, its clouds, meshes and slices, and a
 * link to the file of each. It stands beside its files and needs no network and no script.
 */
import { escaped, fileLink } from '../report/markup.ts';
import type { Legend } from './colours.ts';

export interface DumpItem {
  readonly title: string;
  /** Names of files beside the page. */
  readonly pictures: readonly string[];
  readonly files: readonly string[];
  readonly text: string;
  readonly legend: readonly Legend[];
}

export interface DumpSection {
  readonly stage: string;
  readonly numbers: readonly (readonly [name: string, value: string])[];
  readonly items: readonly DumpItem[];
}

export interface DumpFacts {
  /** Name of the cloud's file. */
  readonly cloud: string;
  /** The error that ended the run, where one did. */
  readonly failure?: string;
  readonly facts: readonly (readonly [name: string, value: string])[];
}

const POLICY =
  "default-src 'none'; img-src 'self' file:; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'";

const STYLE = `
:root { color-scheme: light dark; --window: light-dark(#eef0f3, #14171c); --panel: light-dark(#fbfbfc, #1c2027);
  --line: light-dark(#dcdfe5, #343a46); --quiet: light-dark(#5b6372, #a2abba); --link: light-dark(#174ea8, #a8c7ff);
  --bad: light-dark(#b3261e, #ff9d94); }
* { box-sizing: border-box; }
body { margin: 0 auto; padding: 1.75rem 1.5rem 4rem; max-width: 112rem; background: var(--window); font: .8125rem/1.45 system-ui, sans-serif; }
h1 { font-size: 1.5rem; margin: 0; overflow-wrap: anywhere; } h2 { font-size: 1.125rem; margin: 2rem 0 .5rem; } h3 { font-size: .875rem; margin: 0; }
a { color: var(--link); } .quiet, dt { color: var(--quiet); } .failure { color: var(--bad); font-weight: 600; }
nav { display: flex; flex-wrap: wrap; gap: .25rem .9rem; margin-top: .75rem; }
dl { display: grid; grid-template-columns: repeat(auto-fill, minmax(min(18rem, 100%), 1fr)); gap: .2rem 1.5rem; margin: .5rem 0; }
dl div { display: flex; gap: .5rem; justify-content: space-between; border-bottom: 1px solid var(--line); } dd { margin: 0; text-align: right; overflow-wrap: anywhere; }
.items { display: grid; grid-template-columns: repeat(auto-fill, minmax(min(20rem, 100%), 1fr)); gap: .75rem; }
article { background: var(--panel); border: 1px solid var(--line); border-radius: .625rem; padding: .75rem; }
article.slices { grid-column: 1 / -1; }
.pictures { display: flex; flex-wrap: wrap; gap: .5rem; margin: .5rem 0; } .pictures img { width: 100%; height: auto; } .slices .pictures a { flex: 1 1 14rem; max-width: 26rem; }
p { margin: .25rem 0; } ul { display: flex; flex-wrap: wrap; gap: .1rem .8rem; margin: .25rem 0; padding: 0; list-style: none; }
li i { display: inline-block; width: .7em; height: .7em; margin-right: .35em; border-radius: 50%; }
`;

/** The whole page. All text is escaped; its own policy allows pictures beside it and nothing else. */
export function dumpPage({ cloud, failure, facts }: DumpFacts, sections: readonly DumpSection[]): string {
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${POLICY}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="generator" content="GridPull">
<title>${escaped(cloud)} – what each stage made</title>
<style>${STYLE}</style></head><body>
<h1>${escaped(cloud)}</h1>
<p class="quiet">What each stage made of it, in order.</p>
${failure === undefined ? '' : `<p class="failure">The run ended early: ${escaped(failure)}</p>`}
${numbersMarkup(facts)}
<nav>${sections.map(({ stage }) => `<a href="#${anchor(stage)}">${escaped(stage)}</a>`).join('')}</nav>
${sections.map(sectionMarkup).join('\n')}
</body></html>
`;
}

function sectionMarkup({ stage, numbers, items }: DumpSection): string {
  return `<section id="${anchor(stage)}"><h2>${escaped(stage)}</h2>
${numbersMarkup(numbers)}
<div class="items">${items.map(itemMarkup).join('\n')}</div></section>`;
}

function numbersMarkup(numbers: DumpSection['numbers']): string {
  if (numbers.length === 0) return '';
  const rows = numbers.map(([name, value]) => `<div><dt>${escaped(name)}</dt><dd>${escaped(value)}</dd></div>`);
  return `<dl>${rows.join('')}</dl>`;
}

function itemMarkup({ title, pictures, files, text, legend }: DumpItem): string {
  const images = pictures.map(
    (name) => `<a href="${fileLink(name)}"><img src="${fileLink(name)}" alt="" loading="lazy"></a>`,
  );
  const colours = legend.map(
    ({ text, colour }) => `<li><i style="background:rgb(${colour.join(' ')})"></i>${escaped(text)}</li>`,
  );
  const links = files.map((name) => `<a href="${fileLink(name)}">${escaped(name)}</a>`);
  return `<article${pictures.length > 1 ? ' class="slices"' : ''}><h3>${escaped(title)}</h3>
<div class="pictures">${images.join('')}</div>
<p class="quiet">${escaped(text)}</p>${colours.length > 0 ? `<ul>${colours.join('')}</ul>` : ''}<p>${links.join(' ')}</p></article>`;
}

/** Without any sign that HTML would want escaped. */
function anchor(stage: string): string {
  return stage.replace(/\W+/g, '-');
}
