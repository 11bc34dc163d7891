/** The row of buttons at the foot of a question: the way out at the left, what is meant to be pressed at the right. */
import { css } from 'lit';

export const dialogAnswers = css`
  .answers {
    display: flex;
    gap: 0.5rem;
    margin-top: 1.25rem;
  }
  .answers button:first-child {
    margin-inline-end: auto;
  }
`;
