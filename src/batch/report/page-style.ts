/**
 * The page's look: colours and type of the app (src/renderer/styles/index.css), light and dark as the system is, one
 * card for each file on narrow screens, and on paper A4 across, always light, with the head of the table on each sheet.
 */
import { RESULT_COLUMNS } from './columns.ts';

const COLOURS_LIGHT = `
  color-scheme: light;
  --window: #eef0f3; --panel: #fbfbfc; --raised: #fff; --sunken: #f0f2f5; --line: #dcdfe5; --field: #8b94a3;
  --text: #1b1f27; --quiet: #5b6372; --hover: rgb(20 30 50 / 7%);
  --accent: #1f63d6; --on-accent: #fff; --accent-soft: #e3edfd; --accent-text: #174ea8;
  --good: #147a46; --good-soft: #e2f4ea; --warn: #8a5300; --warn-soft: #fdf1db; --bad: #b3261e; --bad-soft: #fce8e6;
  --shadow: 0 .25rem 1.25rem rgb(0 0 0 / 14%), 0 0 0 1px var(--line);
`;

const COLOURS_DARK = `
  color-scheme: dark;
  --window: #14171c; --panel: #1c2027; --raised: #252a33; --sunken: #15181e; --line: #343a46; --field: #6b7485;
  --text: #e7eaf0; --quiet: #a2abba; --hover: rgb(220 230 255 / 8%);
  --accent: #2e6de0; --on-accent: #fff; --accent-soft: #1f3157; --accent-text: #a8c7ff;
  --good: #6fd39c; --good-soft: #16352a; --warn: #f0bd6a; --warn-soft: #3a2c14; --bad: #ff9d94; --bad-soft: #432220;
  --shadow: 0 .25rem 1.5rem rgb(0 0 0 / 50%), 0 0 0 1px var(--line);
`;

const BASE = `
*, ::before, ::after { box-sizing: border-box; }
[hidden] { display: none !important; }
body {
  margin: 0 auto; padding: 1.75rem 1.5rem 8rem; max-width: 112rem; background: var(--window); color: var(--text);
  font: 400 .8125rem/1.45 system-ui, 'Segoe UI', 'Helvetica Neue', 'Noto Sans', 'Liberation Sans', sans-serif;
}
h1, p, dl, dd, ul { margin: 0; padding: 0; }
a { color: var(--accent-text); text-decoration: underline; text-decoration-color: transparent; text-underline-offset: .15em; }
a:hover { text-decoration-color: currentColor; }
a:focus-visible, button:focus-visible, input:focus-visible, input:focus-visible + span {
  outline: 2px solid var(--accent); outline-offset: 2px;
}
code { font: .92em ui-monospace, 'Cascadia Mono', Consolas, 'Liberation Mono', monospace; }
.shapes { position: absolute; width: 0; height: 0; }
.icon {
  width: 1.15em; height: 1.15em; flex: none; fill: none; stroke: currentColor; stroke-width: 2;
  stroke-linecap: round; stroke-linejoin: round; vertical-align: -.2em;
}
.unseen { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
`;

const SUMMARY = `
.brand { display: flex; align-items: center; gap: .4rem; color: var(--quiet); font-weight: 500; }
.brand .icon { color: var(--accent-text); width: 1.3em; height: 1.3em; }
h1 { margin-top: .15rem; font-size: 1.5rem; line-height: 1.25; font-weight: 600; overflow-wrap: anywhere; }
.verdict { display: flex; align-items: center; gap: .45rem; margin-top: .35rem; font-size: .9375rem; font-weight: 500; }
.verdict.good { color: var(--good); }
.verdict.bad { color: var(--bad); }
.verdict.empty { color: var(--quiet); }
.tiles { display: flex; flex-wrap: wrap; gap: .75rem; margin-top: 1.1rem; }
.tiles div {
  flex: 1 1 8rem; max-width: 14rem; padding: .6rem .85rem .65rem; border: 1px solid var(--line); border-radius: .625rem;
  background: var(--panel); display: flex; flex-direction: column;
}
.tiles dt { color: var(--quiet); }
.tiles dd { font-size: 1.375rem; line-height: 1.3; font-weight: 600; font-variant-numeric: tabular-nums; white-space: nowrap; }
.tiles .bad dd { color: var(--bad); }
.tiles .warn dd { color: var(--warn); }
.facts { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(26rem, 100%), 1fr)); gap: .35rem 2rem; margin-top: 1.1rem; }
.facts div { display: grid; grid-template-columns: 5.5rem 1fr; gap: .5rem; }
.facts dt { color: var(--quiet); }
.facts dd { overflow-wrap: anywhere; }
.times { color: var(--quiet); }
.shared { display: flex; gap: .45rem; margin-top: .9rem; color: var(--quiet); overflow-wrap: anywhere; }
.shared .icon { color: var(--warn); margin-top: .15em; }
`;

const CONTROLS = `
.controls { display: flex; flex-wrap: wrap; align-items: center; gap: .6rem 1rem; margin-top: 1.4rem; }
.controls input[type=search] {
  flex: 0 1 20rem; min-width: 0; height: 2rem; padding: 0 .7rem; font: inherit; color: inherit; background: var(--raised);
  border: 1px solid var(--field); border-radius: .375rem;
}
.controls ::placeholder { color: var(--quiet); opacity: 1; }
.controls fieldset { display: flex; flex-wrap: wrap; gap: .3rem; margin: 0; padding: 0; border: 0; }
.controls legend { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
.controls label { position: relative; cursor: pointer; }
.controls input[type=radio] { position: absolute; inset: 0; margin: 0; opacity: 0; cursor: inherit; }
.controls label span {
  display: flex; align-items: center; gap: .4rem; height: 2rem; padding: 0 .7rem; border-radius: .375rem; color: var(--text);
}
.controls label:hover :enabled:not(:checked) + span { background: var(--hover); }
.controls b { font-weight: 400; color: var(--quiet); font-variant-numeric: tabular-nums; }
.controls :checked + span { background: var(--accent-soft); color: var(--accent-text); font-weight: 500; }
.controls :checked + span b { color: inherit; }
.controls label:has(:disabled) { cursor: default; }
.controls :disabled + span, .controls :disabled + span b { color: var(--quiet); background: none; }
.controls :disabled + span { opacity: .75; }
.controls output { color: var(--quiet); }
.nothing { padding: 2rem; text-align: center; color: var(--quiet); }
`;

const TABLE = `
/* Fixed: the widths stay when rows are hidden, and thousands of rows are laid out as they come in. */
table { table-layout: fixed; width: 100%; margin-top: 1rem; border-collapse: separate; border-spacing: 0; background: var(--panel); border: 1px solid var(--line); border-radius: .625rem; }
.controls + table { margin-top: .8rem; }
caption { caption-side: bottom; padding: .7rem .2rem 0; text-align: left; color: var(--quiet); }
thead { position: sticky; top: 0; z-index: 2; }
thead th {
  padding: 0; vertical-align: bottom; font-weight: 500; color: var(--quiet);
  background: var(--sunken); border-bottom: 1px solid var(--line);
}
thead th:first-child { border-top-left-radius: .6rem; }
thead th:last-child { border-top-right-radius: .6rem; }
thead th.picture { padding: .5rem .65rem; text-align: left; }
thead button {
  position: relative; width: 100%; padding: .5rem; border: 0; border-radius: .25rem; background: none; font: inherit; color: inherit;
  text-align: right; cursor: pointer;
}
thead .file button, thead .state button { text-align: left; }
thead button:disabled { cursor: default; }
thead button:enabled:hover { color: var(--text); background: var(--hover); }
thead button:focus-visible { outline-offset: -2px; }
thead [aria-sort=ascending] button, thead [aria-sort=descending] button { color: var(--accent-text); }
thead [aria-sort=ascending] button::after { content: '↑' / ''; }
thead [aria-sort=descending] button::after { content: '↓' / ''; }
/* In the padding: columns keep their widths. */
thead button::after { position: absolute; right: 0; bottom: .5rem; }
thead :is(.file, .state) button::after { position: static; margin-left: .3rem; }
thead .picture { width: 11.2em; }
thead .state { width: 6em; }
thead :is(.points, .open, .resolution) { width: 6.7em; }
thead :is(.triangles, .pieces, .mean, .p95, .memory) { width: 6.5em; }
thead .time { width: 5.7em; }
tbody td, tbody th { padding: .65rem .5rem; vertical-align: top; border-top: 1px solid var(--line); }
tbody tr:first-child > * { border-top: 0; }
tbody th { text-align: left; font-weight: 400; }
tbody tr:hover > * { background: var(--hover); }
tbody tr.failed > * { background: color-mix(in srgb, var(--bad-soft) 45%, var(--panel)); }
tbody tr.failed > :first-child { box-shadow: inset 3px 0 var(--bad); }
.input { display: block; font-weight: 600; overflow-wrap: anywhere; }
/* A name may be one long word: three lines of it are enough to know it by, and its title has the rest. */
@media screen { .input { display: -webkit-box; overflow: hidden; -webkit-box-orient: vertical; -webkit-line-clamp: 3; } }
.folder { font-weight: 400; color: var(--quiet); }
a .folder { color: inherit; }
.files { display: flex; flex-wrap: wrap; gap: 0 .9rem; color: var(--quiet); overflow-wrap: anywhere; }
tbody ul { list-style: none; margin-top: .3rem; display: grid; gap: .2rem; overflow-wrap: anywhere; }
tbody li { color: var(--quiet); }
.warning { position: relative; padding-left: 1.5em; }
.warning .icon { position: absolute; left: 0; top: .17em; color: var(--warn); }
.state span:not(.unseen) { display: inline-flex; gap: .35rem; align-items: center; white-space: nowrap; font-weight: 500; }
.done .state span { color: var(--good); }
.warned .state span { color: var(--warn); }
.failed .state span { color: var(--bad); }
.reason strong { font-weight: 600; color: var(--bad); }
.reason strong .icon { display: none; }
.reason code { margin-left: .35rem; color: var(--quiet); }
.reason p { margin-top: .1rem; max-width: 60rem; overflow-wrap: anywhere; white-space: pre-line; }
.number { text-align: right; font-variant-numeric: tabular-nums; }
.number span { white-space: nowrap; }
.number small { display: block; font-size: .71875rem; color: var(--quiet); }
.number.good span { color: var(--good); }
.number.warn span { color: var(--warn); font-weight: 500; }
`;

const PICTURES = `
td.picture { padding: .5rem 0 .5rem .65rem; }
td.picture button { display: block; width: 128px; height: 96px; padding: 0; border: 0; border-radius: .375rem; background: none; cursor: zoom-in; }
td.picture img { display: block; width: 128px; height: 96px; border-radius: inherit; }
td.picture .none { display: grid; place-items: center; width: 128px; height: 96px; border: 1px dashed var(--line); border-radius: .375rem; color: var(--quiet); }
@media screen {
  td.picture button:is(:hover, :focus):not(.calm) { position: relative; z-index: 3; cursor: default; }
  td.picture button:is(:hover, :focus):not(.calm) img {
    transform: scale(2.75); transform-origin: left center; background: var(--raised); box-shadow: 0 .1rem .5rem rgb(0 0 0 / 25%), 0 0 0 .4px var(--field);
    border-radius: .2rem;
  }
  tr:first-child td.picture img { transform-origin: left top; }
}
@media screen and (prefers-reduced-motion: no-preference) {
  td.picture img { transition: transform .12s ease-out .08s; }
}
`;

const FOOT = `
footer { margin-top: 1rem; color: var(--quiet); }
`;

/** Above each value of a card, where no column's head stands over it. */
const LABELS = RESULT_COLUMNS.map(
  ({ name, title }) => `tbody td.${name}::before { content: '${title.replace('&nbsp;', '\\a0')}'; }`,
).join('\n');

const CARDS = `
@media screen and (max-width: 75rem) {
  body { padding-inline: 1rem; }
  table, tbody { display: block; border: 0; background: none; }
  caption { display: block; padding-inline: 0; }
  thead { display: block; position: static; }
  thead:has(:disabled) { display: none; }
  thead tr { display: flex; flex-wrap: wrap; align-items: center; margin-bottom: .6rem; }
  thead tr::before { content: 'Sort by'; flex: none; padding-right: .4rem; color: var(--quiet); }
  thead th { width: auto !important; flex: none; border: 0; background: none; }
  thead th.picture { display: none; }
  thead button { min-height: 2rem; white-space: nowrap; }
  thead button::after, thead :is(.file, .state) button::after { position: static; margin-left: .2rem; }
  tbody tr {
    display: grid; grid-template-columns: 16rem repeat(3, 1fr); gap: .6rem 1rem; margin-bottom: .75rem; padding: .75rem .9rem;
    background: var(--panel); border: 1px solid var(--line); border-radius: .625rem;
  }
  tbody tr.failed { display: block; border-left: 3px solid var(--bad); }
  tbody tr > *, tbody tr.failed > *, tbody tr:hover > * { display: block; padding: 0; border: 0; background: none; box-shadow: none; }
  tbody td.picture { grid-row: 1 / span 5; width: auto; }
  tbody td.picture:empty { display: none; }
  td.picture :is(button, img) { width: 100%; height: auto; aspect-ratio: 4 / 3; max-width: 16rem; cursor: default; }
  tbody td.picture .none { width: 100%; height: auto; aspect-ratio: 4 / 3; }
  td.picture button:is(:hover, :focus):not(.calm) img { transform: none; background: none; box-shadow: none; }
  tbody :is(th, .state) { grid-column: 2 / -1; }
  .number { text-align: left; }
  .number::before { display: block; font-size: .71875rem; color: var(--quiet); }
  .failed .state { margin: .35rem 0 .15rem; }
${LABELS}
}
@media screen and (max-width: 40rem) {
  tbody tr { grid-template-columns: repeat(3, 1fr); gap: .6rem .5rem; }
  tbody :is(th, .picture, .state) { grid-column: 1 / -1; grid-row: auto; }
  tbody td.picture { justify-self: center; width: 16rem; max-width: 100%; order: -1; }
  .tiles div { flex-basis: 6.5rem; max-width: none; padding-inline: .6rem; }
  .tiles { gap: .5rem; }
  .facts div { grid-template-columns: 4.5rem 1fr; }
  .controls input[type=search] { flex: 1 1 100%; font-size: 1rem; height: 2.5rem; }
  .controls label span { height: 2.5rem; }
}
`;

const PRINT = `
@page { size: A4 landscape; margin: 11mm 10mm; }
@media print {
  body { max-width: none; padding: 0; background: none; font-size: 7.5pt; }
  .controls, .nothing, footer { display: none; }
  h1 { font-size: 15pt; }
  .verdict { font-size: 10pt; }
  .tiles, .facts { margin-top: 3mm; }
  .tiles div { flex: none; padding: 1.5mm 3mm; min-width: 28mm; }
  .tiles dd { font-size: 12pt; }
  .tiles, .facts div, .shared { break-inside: avoid; }
  table { margin-top: 4mm; border-width: 1px 0 0; border-radius: 0; }
  thead { display: table-header-group; position: static; }
  thead th { background: none; text-align: right; }
  thead :is(.picture, .file, .state) { text-align: left; }
  thead th, thead th.picture, tbody td, tbody th, td.picture { padding: 1.6mm 1.4mm; }
  /* Buttons Chromium paints on the first sheet only. */
  thead button { display: contents; }
  thead button::after { position: static; }
  thead th:first-child, thead th:last-child { border-radius: 0; }
  tbody tr { break-inside: avoid; }
  tbody tr:hover > *, tbody tr.failed > * { background: none; }
  thead .picture { width: 27mm; }
  td.picture :is(button, img, .none) { width: 24mm; height: 18mm; }
  .number small { font-size: 6.5pt; }
  a { color: inherit; text-decoration: none; }
  .details { display: none; }
}
`;

export const PAGE_STYLE = `:root {${COLOURS_LIGHT}}
@media screen and (prefers-color-scheme: dark) { :root {${COLOURS_DARK}} }
${BASE}${SUMMARY}${CONTROLS}${TABLE}${PICTURES}${FOOT}${CARDS}${PRINT}`;
