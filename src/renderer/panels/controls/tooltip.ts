/**
 * `<gp-tooltip for="id">`: what a control does and by which key, after a moment under the pointer or at once with the
 * focus. Not Web Awesome's, which makes its text the control's name: a name read out, and spoken to a voice control,
 * has to be the one that is seen.
 */
import { css, html, LitElement } from 'lit';

const DELAY_MS = 500;
const GAP = 6;
/** Kept free at the window's edges. */
const MARGIN = 6;

export class Tooltip extends LitElement {
  static override properties = { for: {}, placement: {} };
  static override styles = css`
    :host {
      position: fixed;
      inset: auto;
      max-width: 18rem;
      margin: 0;
      padding: 0.3rem 0.55rem;
      border: 0;
      border-radius: var(--wa-border-radius-m);
      background: var(--gp-text);
      color: var(--gp-panel);
      font: 400 var(--wa-font-size-s) / 1.35 var(--wa-font-family-body);
      overflow: visible;
      pointer-events: none;
    }
    :host(:not(:popover-open)) {
      display: none;
    }
  `;
  declare for: string;
  declare placement: 'bottom' | 'left' | undefined;
  #anchor: HTMLElement | null = null;
  #timer: ReturnType<typeof setTimeout> | undefined;
  readonly #listeners: readonly (readonly [string, (event: Event) => void])[] = [
    ['pointerenter', () => (this.#timer = setTimeout(() => this.#show(), DELAY_MS))],
    ['pointerleave', () => this.#hide()],
    ['pointerdown', () => this.#hide()],
    ['focus', () => this.#anchor?.matches(':focus-visible') && this.#show()],
    ['blur', () => this.#hide()],
    ['keydown', () => this.#hide()],
  ];

  override connectedCallback(): void {
    super.connectedCallback();
    this.popover = 'manual';
    // The control says the same; twice would be once too often.
    this.setAttribute('aria-hidden', 'true');
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#attach(null);
  }

  protected override render() {
    return html`<slot></slot>`;
  }

  protected override updated(): void {
    const root = this.getRootNode() as Document | ShadowRoot;
    this.#attach(root.getElementById(this.for));
  }

  #attach(anchor: HTMLElement | null): void {
    if (anchor === this.#anchor) return;
    this.#hide();
    for (const [name, listener] of this.#listeners) {
      this.#anchor?.removeEventListener(name, listener);
      anchor?.addEventListener(name, listener);
    }
    this.#anchor = anchor;
  }

  #show(): void {
    if (!this.#anchor || !this.isConnected) return;
    this.showPopover();
    const at = this.#anchor.getBoundingClientRect();
    const { offsetWidth: width, offsetHeight: height } = this;
    const isLeft = this.placement === 'left';
    const left = isLeft ? at.left - width - GAP : at.left + (at.width - width) / 2;
    const below = at.bottom + GAP;
    // Above where there is no room below.
    const top = isLeft
      ? at.top + (at.height - height) / 2
      : below + height > innerHeight
        ? at.top - height - GAP
        : below;
    this.style.left = `${Math.max(MARGIN, Math.min(innerWidth - width - MARGIN, left))}px`;
    this.style.top = `${Math.max(MARGIN, top)}px`;
  }

  #hide(): void {
    clearTimeout(this.#timer);
    if (this.matches(':popover-open')) this.hidePopover();
  }
}

customElements.define('gp-tooltip', Tooltip);
