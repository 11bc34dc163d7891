/** Styles that several panels share; each takes them into its shadow tree. */
import { css } from 'lit';

export const base = css`
  :host {
    display: block;
    color: var(--gp-text);
    font: 400 var(--wa-font-size-m) / var(--wa-line-height-normal) var(--wa-font-family-body);
  }
  :host([hidden]) {
    display: none;
  }
  *,
  *::before,
  *::after {
    box-sizing: border-box;
  }
  h1,
  h2,
  h3,
  p,
  dl,
  dd,
  ul {
    margin: 0;
    padding: 0;
  }
  ul {
    list-style: none;
  }
  :focus-visible {
    outline: var(--wa-focus-ring);
    outline-offset: var(--wa-focus-ring-offset);
  }
  .quiet {
    color: var(--gp-quiet);
  }
  .help {
    color: var(--gp-quiet);
    font-size: var(--wa-font-size-s);
    line-height: 1.4;
  }
  .number {
    font-variant-numeric: tabular-nums;
  }
  .hidden {
    position: absolute;
    width: 1px;
    height: 1px;
    overflow: hidden;
    clip-path: inset(50%);
    white-space: nowrap;
  }
`;

/** Native buttons: they take every ARIA attribute and cost no shadow tree. */
export const buttons = css`
  button {
    display: inline-flex;
    align-items: center;
    justify-content: center;
    gap: 0.4em;
    min-height: 1.875rem;
    padding: 0 0.75em;
    border: 1px solid color-mix(in oklab, var(--gp-field) 40%, var(--gp-line));
    border-radius: var(--wa-border-radius-m);
    background: var(--gp-raised);
    color: var(--gp-text);
    font: inherit;
    font-weight: 500;
    line-height: 1.2;
    cursor: default;
    transition: background-color var(--wa-transition-fast);
  }
  button:hover:not([aria-disabled='true'], :disabled) {
    background: linear-gradient(var(--gp-hover), var(--gp-hover)), var(--gp-raised);
  }
  button:active:not([aria-disabled='true'], :disabled) {
    background: linear-gradient(var(--gp-pressed), var(--gp-pressed)), var(--gp-raised);
  }
  button[aria-disabled='true'],
  button:disabled {
    opacity: 0.45;
  }
  button.primary {
    min-height: 2.375rem;
    border-color: transparent;
    background: var(--gp-accent);
    color: var(--gp-on-accent);
    font-weight: 600;
  }
  button.primary:hover:not([aria-disabled='true'], :disabled) {
    background: var(--gp-accent-hover);
  }
  button.plain {
    border-color: transparent;
    background: none;
  }
  button.plain:hover:not([aria-disabled='true'], :disabled) {
    background: var(--gp-hover);
  }
  button.small {
    min-height: 1.5rem;
    padding: 0 0.5em;
    font-size: var(--wa-font-size-s);
  }
  button.link {
    min-height: 0;
    padding: 0;
    border: 0;
    background: none;
    color: var(--gp-accent-text);
    text-decoration: underline;
    text-decoration-color: color-mix(in oklab, currentColor 35%, transparent);
    text-underline-offset: 0.2em;
    white-space: nowrap;
  }
  button.link:hover:not([aria-disabled='true'], :disabled) {
    background: none;
    text-decoration-color: currentColor;
  }
  button.wide {
    width: 100%;
  }
  button gp-icon {
    flex: none;
    font-size: 1.15em;
  }
`;

/** Buttons of bars: an icon, where they are of the class `word` with its word. */
export const toolButtons = css`
  button.tool {
    width: 2.125rem;
    min-height: 2.125rem;
    padding: 0;
    border-color: transparent;
    background: none;
  }
  button.tool gp-icon {
    font-size: 1.125rem;
  }
  button.tool.word {
    width: auto;
    padding: 0 0.6em;
    gap: 0.45em;
    white-space: nowrap;
  }
  button.tool:hover:not([aria-disabled='true']) {
    background: var(--gp-hover);
  }
  button.tool:active:not([aria-disabled='true']) {
    background: var(--gp-pressed);
  }
  button.tool[aria-pressed='true']:not([aria-disabled='true']) {
    background: var(--gp-accent-soft);
    color: var(--gp-accent-text);
  }
  button.tool[aria-disabled='true'] {
    opacity: 0.38;
  }
`;

/** The bar of a tool or a selection, at the foot of the view. */
export const toolBar = css`
  .bar {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    justify-content: center;
    gap: 0.5rem;
    min-height: 2.75rem;
    padding: 0.4rem 0.4rem 0.4rem 0.9rem;
    border-radius: var(--wa-border-radius-l);
    background: var(--gp-panel);
    box-shadow: var(--gp-shadow);
  }
  .bar hr {
    align-self: stretch;
    margin: 0.25rem 0;
    border: 0;
    border-inline-start: 1px solid var(--gp-line);
  }
  .bar button.primary {
    min-height: 1.875rem;
  }
  .bar button.end {
    width: 1.75rem;
    min-height: 1.75rem;
    padding: 0;
  }
  .bar kbd {
    padding: 0 0.35em;
    border: 1px solid color-mix(in oklab, currentColor 55%, transparent);
    border-radius: 0.25rem;
    font: inherit;
    font-size: 0.6875rem;
    font-weight: 400;
  }
`;

/** One of up to four choices: a sunken track, the choice raised. */
export const segments = css`
  .segments {
    display: grid;
    grid-auto-flow: column;
    grid-auto-columns: minmax(0, auto);
    justify-content: stretch;
    padding: 0.125rem;
    border: 1px solid var(--gp-line);
    border-radius: var(--wa-border-radius-m);
    background: var(--gp-sunken);
  }
  .segments button {
    min-height: 1.625rem;
    padding: 0 0.25em;
    border-color: transparent;
    background: none;
    color: var(--gp-quiet);
  }
  .segments button[aria-pressed='true'] {
    border-color: var(--gp-line);
    background: var(--gp-raised);
    color: var(--gp-text);
    font-weight: 600;
  }
`;

/** Menus that hang from bars. */
export const menus = css`
  wa-dropdown::part(menu) {
    max-height: calc(100vh - 5rem);
    max-width: min(30rem, 90vw);
    overflow-y: auto;
  }
  wa-dropdown-item {
    font-size: var(--wa-font-size-m);
  }
  wa-dropdown-item::part(label) {
    min-width: 0;
    overflow: hidden;
    text-overflow: ellipsis;
    white-space: nowrap;
  }
  /* Not a heading: a menu may hold nothing but its items. */
  .heading {
    padding: 0.4rem 0.75rem 0.2rem;
    color: var(--gp-quiet);
    font-size: var(--wa-font-size-s);
  }
  kbd,
  [slot='details'] {
    max-width: 10rem;
    overflow: hidden;
    color: var(--gp-quiet);
    font: inherit;
    font-size: var(--wa-font-size-s);
    text-overflow: ellipsis;
    white-space: nowrap;
  }
`;

/** What came out in one sentence, with its sign. */
export const verdict = css`
  .verdict {
    display: grid;
    grid-template-columns: auto 1fr;
    gap: 0.1rem 0.55rem;
    padding: 0.6rem 0.7rem;
    border-radius: var(--wa-border-radius-m);
    background: var(--gp-sunken);
  }
  .verdict > gp-icon {
    grid-row: span 2;
    margin-top: 0.1rem;
    font-size: 1.15rem;
    color: var(--gp-quiet);
  }
  .verdict.good {
    background: var(--gp-good-soft);
  }
  .verdict.good strong,
  .verdict.good > gp-icon {
    color: var(--gp-good);
  }
  strong {
    font-weight: 600;
  }
`;

/** Notes of what is not as it should be. */
export const note = css`
  .note {
    padding: 0.5rem 0.65rem;
    border-radius: var(--wa-border-radius-m);
    background: var(--gp-warn-soft);
    color: var(--gp-warn);
    font-size: var(--wa-font-size-s);
  }
`;

/** Label and value in two columns, values aligned to the right. */
export const facts = css`
  dl.facts {
    display: grid;
    grid-template-columns: auto auto;
    justify-content: space-between;
    gap: 0.25rem 1rem;
  }
  dl.facts dt {
    color: var(--gp-quiet);
  }
  dl.facts dd {
    min-width: 0;
    text-align: right;
    font-variant-numeric: tabular-nums;
    overflow-wrap: break-word;
  }
`;

export const progressBar = css`
  wa-progress-bar {
    --track-height: 0.5rem;
    --indicator-color: var(--gp-accent);
    --track-color: var(--gp-line);
  }
`;

/** Controls of a panel, one below the other. */
export const fields = css`
  .fields {
    display: grid;
    gap: 1rem;
  }
  .field {
    display: grid;
    gap: 0.35rem;
    min-width: 0;
  }
  .field > .label,
  .row > .label {
    font-weight: 500;
  }
  .row {
    display: flex;
    align-items: center;
    justify-content: space-between;
    gap: 0.75rem;
    min-height: 1.5rem;
  }
  wa-radio-group::part(form-control-input) {
    display: grid;
    grid-auto-flow: column;
    grid-auto-columns: 1fr;
    gap: 0;
  }
  wa-radio {
    justify-content: center;
    padding-inline: 0.25em;
    text-align: center;
  }
  wa-select::part(form-control-label),
  wa-radio-group::part(form-control-label) {
    margin-block-end: 0.35rem;
    font-weight: 500;
  }
  wa-switch {
    --width: 2em;
    --height: 1.15em;
  }
`;

/** A legend over the viewport, with the scale of a ramp. */
/** What is a guess, as the viewport hatches it. */
export const hatch = css`
  .hatch {
    flex: none;
    width: 1.6rem;
    height: 0.8rem;
    border-radius: 0.2rem;
    background: repeating-linear-gradient(45deg, #e9e6dc 0 4.5px, #5c2170 4.5px 9px);
  }
`;

export const legendCard = css`
  figure {
    margin: 0;
    padding: 0.7rem 1.25rem 0.6rem;
    border-radius: var(--wa-border-radius-l);
    background: color-mix(in oklab, var(--gp-panel) 92%, transparent);
    box-shadow: var(--gp-shadow);
    font-variant-numeric: tabular-nums;
  }
  figcaption {
    margin-bottom: 0.45rem;
    font-weight: 500;
  }
  .scale {
    position: relative;
    height: 0.8rem;
    border-radius: 0.2rem;
    box-shadow: inset 0 0 0 1px rgb(0 0 0 / 15%);
  }
`;
