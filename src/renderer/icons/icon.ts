/**
 * `<gp-icon name="…">`: the window's icons, bundled as text. Most are Lucide's (ISC); those of a point cloud, a mesh,
 * its wireframe and the heat map are drawn here in its manner, since no general set has them.
 */
import { css, html, LitElement } from 'lit';
import { unsafeHTML } from 'lit/directives/unsafe-html.js';
import { ICONS, type IconName } from './icons.ts';

export class Icon extends LitElement {
  static override properties = { name: {} };
  static override styles = css`
    :host {
      display: inline-flex;
      width: 1em;
      height: 1em;
    }
    svg {
      width: 100%;
      height: 100%;
    }
  `;
  declare name: IconName;

  protected override render() {
    // This is text of the bundle only, never of a person or a file.
    return html`${unsafeHTML(ICONS[this.name])}`;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    // What has an icon has a name in words beside it or as its label.
    this.setAttribute('aria-hidden', 'true');
  }
}

customElements.define('gp-icon', Icon);
