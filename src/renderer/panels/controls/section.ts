/** `<gp-section heading="…">`: a part of a step of the work, folded or open, with its `summary` beside the heading. */
import { css, html, LitElement, nothing } from 'lit';
import '../../icons/icon.ts';
import { base } from '../../styles/shared.ts';

export class Section extends LitElement {
  static override properties = {
    heading: {},
    summary: {},
    open: { type: Boolean, reflect: true },
    fixed: { type: Boolean },
    live: { type: Boolean, reflect: true },
  };
  static override styles = [
    base,
    css`
      :host {
        border-bottom: 1px solid var(--gp-line);
      }
      :host([live]) {
        box-shadow: inset 3px 0 0 var(--gp-accent);
      }
      h3 {
        font-size: inherit;
        font-weight: 600;
      }
      .head {
        display: flex;
        align-items: center;
        gap: 0.4rem;
        width: 100%;
        min-height: 2.5rem;
        padding: 0 1rem;
        border: 0;
        background: none;
        color: inherit;
        font: inherit;
        font-weight: 600;
        text-align: start;
        cursor: default;
      }
      button.head:hover {
        background: var(--gp-hover);
      }
      :focus-visible {
        outline-offset: -2px;
      }
      gp-icon {
        color: var(--gp-quiet);
        transition: rotate var(--wa-transition-normal);
      }
      :host([open]) gp-icon {
        rotate: 90deg;
      }
      .summary {
        flex: 1;
        min-width: 0;
        overflow: hidden;
        color: var(--gp-quiet);
        font-size: var(--wa-font-size-s);
        font-weight: 400;
        text-align: end;
        text-overflow: ellipsis;
        white-space: nowrap;
      }
      .body {
        padding: 0.125rem 1rem 1rem;
      }
      slot[name='always'] {
        position: sticky;
        bottom: 0;
        /* Above the pressed button of a group. */
        z-index: 2;
        display: block;
        padding: 0.25rem 1rem 1rem;
        background: var(--gp-panel);
        /* What scrolls away under it fades. */
        box-shadow: 0 -0.4rem 0.4rem var(--gp-panel);
      }
      slot[name='always'].bare {
        padding: 0;
        box-shadow: none;
      }
    `,
  ];
  declare heading: string;
  declare summary: string | undefined;
  declare open: boolean;
  /** Always open, without a button. */
  declare fixed: boolean;
  /** What it is about is at work in the view: an edge says so. */
  declare live: boolean;

  constructor() {
    super();
    this.open = true;
    this.fixed = false;
    this.live = false;
  }

  protected override render() {
    const isOpen = this.open || this.fixed;
    return html`
      <h3>${this.fixed ? html`<span class="head">${this.heading}</span>` : this.#button()}</h3>
      <div id="body" class="body" ?hidden=${!isOpen}><slot></slot></div>
      <slot name="always" class=${this.querySelector('[slot=always]') ? '' : 'bare'}></slot>
    `;
  }

  #button() {
    const summary = !this.summary ? nothing : html`<span class="summary">${this.summary}</span>`;
    return html`<button class="head" aria-expanded=${String(this.open)} aria-controls="body" @click=${this.#toggle}>
      <gp-icon name="chevron-right"></gp-icon>${this.heading}${summary}
    </button>`;
  }

  readonly #toggle = (): void => {
    this.open = !this.open;
  };
}

customElements.define('gp-section', Section);
