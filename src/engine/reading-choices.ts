/** The choices of how a file is read, as the engine, job files, projects and the window know them. */

/** What can stand between the fields of a text file. */
export const SEPARATORS = [
  'commas',
  'semicolons',
  'tabs',
  'bars',
  'blanks',
  'blanks and other signs',
  'columns of fixed width',
] as const;
export type Separator = (typeof SEPARATORS)[number];

export const RETURN_CHOICES = ['first', 'last', 'single'] as const;
/** `single`: the only return of its pulse. */
export type ReturnChoice = (typeof RETURN_CHOICES)[number];
