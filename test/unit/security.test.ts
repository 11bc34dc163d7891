/** The promises of docs/security.md each name a test; all of them must be there. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

const ROWS = readFileSync('docs/security.md', 'utf8').matchAll(
  /^\| (?<promise>.+?) \| `(?<file>test\/.+?)` "(?<title>.+)" \|$/gm,
);
const PROMISES = [...ROWS].map(({ groups }) => [groups!['promise']!, groups!['file']!, groups!['title']!] as const);

describe('what is promised has its test', () => {
  it('for every row of the table', () => {
    const table = readFileSync('docs/security.md', 'utf8').split('| promise | test |')[1]!.split('\n\n')[0]!;
    expect(PROMISES).toHaveLength(table.trim().split('\n').length - 1);
    expect(PROMISES.length).toBeGreaterThan(15);
  });

  it.each(PROMISES)('%s', (_, file, title) => expect(readFileSync(file, 'utf8')).toContain(`'${title}'`));
});
