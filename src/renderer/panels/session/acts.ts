/** Small buttons in a row, for what can be done with what stands above them. */
import { css } from 'lit';

export const acts = css`
  .acts {
    display: flex;
    flex-wrap: wrap;
    gap: 0.4rem;
  }
`;
