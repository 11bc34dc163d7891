/** The letters that tell two meshes beside one another apart: in the view, in the list, over their figures. */
import { css, html } from 'lit';

export type Half = 'a' | 'b';

export const halves = css`
  .half {
    display: inline-grid;
    place-content: center;
    flex: none;
    width: 1.25rem;
    height: 1.25rem;
    margin-inline-end: 0.5rem;
    border-radius: var(--wa-border-radius-m);
    background: var(--gp-accent);
    color: var(--gp-on-accent);
    font-size: 0.75rem;
    font-weight: 600;
  }
  .half.b {
    background: var(--gp-second);
  }
`;

export function halfMark(half: Half) {
  return html`<span class="half ${half}">${half.toUpperCase()}</span>`;
}
