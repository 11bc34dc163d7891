/** What the documents tell people to type is what the program takes, and their links lead somewhere. */
import { existsSync, globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { Command } from 'commander';
import { describe, expect, it } from 'vitest';
import { COMMAND_PAGES } from '../../../scripts/command-pages.ts';
import { stalePages } from '../../../scripts/fill-markers.ts';
import { buildProgram } from '../../../src/cli/program.ts';

const PAGES = [...globSync('*.md'), ...globSync('docs/**/*.md')].sort();

it('the page of commands is what their help says: npm run tables', () => {
  expect(stalePages('commands', COMMAND_PAGES)).toEqual([]);
});

/** Commands in the fenced code of a page, as words, each with how the page has it. */
function commandsIn(page: string): [line: string, words: string[]][] {
  const blocks = [...readFileSync(page, 'utf8').matchAll(/^```(\w*).*?\n(.*?)^```/gms)].flatMap(
    ([, language = '', text = '']) => {
      if (language === 'text') return text.split('\n').filter((line) => line.startsWith('  gridpull '));
      return ['', 'sh', 'bash'].includes(language) ? [text] : [];
    },
  );
  const lines = blocks.flatMap((block) => block.replaceAll(/\\\n\s*/g, ' ').split('\n'));
  return lines.flatMap((line) => {
    // Up to a pipe, a redirection or a remark; behind npm what stands after --.
    const [typed = ''] = line.split(/\s(?:[|>#]|&&|2>)/);
    const words = [...typed.matchAll(/"([^"]*)"|'([^']*)'|(\S+)/g)].map((found) => found[1] ?? found[2] ?? found[3]!);
    const from = words.indexOf('gridpull') + 1;
    if (from === 0 || from > 4 || words[from] === undefined) return [];
    const given = words.slice(words[from] === '--' ? from + 1 : from);
    return given[0]?.startsWith('-') || words[1] === 'install' ? [] : [[line.trim(), given]];
  });
}

/** Takes everything and does nothing. */
function idleProgram(): Command {
  const idle = (command: Command): Command => {
    command.exitOverride().configureOutput({ writeErr: () => undefined, outputError: () => undefined });
    command.commands.forEach(idle);
    return command.commands.length > 0 ? command : command.action(() => undefined);
  };
  return idle(buildProgram());
}

describe.each(PAGES.map((page) => [page, commandsIn(page)] as const).filter(([, found]) => found.length > 0))(
  '%s',
  (_, found) => {
    it.each(found)('can be typed: %s', async (_line, words) => {
      await expect(idleProgram().parseAsync(words, { from: 'user' })).resolves.toBeDefined();
    });
  },
);

it('most pages of the guide have commands', () => {
  const guide = PAGES.filter((page) => page.startsWith('docs/guide/'));
  expect(guide.filter((page) => commandsIn(page).length < 2)).toEqual([]);
});

/** As pages are shown: what a heading is called in an address. */
function anchorsOf(page: string): Set<string> {
  const headings = readFileSync(page, 'utf8')
    .replaceAll(/^```.*?^```/gms, '')
    .matchAll(/^#+ (.+)$/gm);
  return new Set(
    [...headings].map(([, title = '']) =>
      title
        .toLowerCase()
        .replaceAll(/[^\p{L}\p{N} _-]/gu, '')
        .replaceAll(' ', '-'),
    ),
  );
}

function* deadLinks(page: string): Iterable<string> {
  const text = readFileSync(page, 'utf8').replaceAll(/^```.*?^```/gms, '');
  for (const [, target = ''] of text.matchAll(/\]\(([^)\s]+)\)/g)) {
    if (/^[a-z]+:/.test(target)) continue;
    const [file = '', anchor] = target.split('#');
    const whole = file === '' ? page : path.join(path.dirname(page), file);
    if (!existsSync(whole)) yield target;
    else if (anchor !== undefined && !anchorsOf(whole).has(anchor)) yield target;
  }
}

it.each(PAGES)('the links of %s lead somewhere', (page) => {
  expect([...deadLinks(page)]).toEqual([]);
});
