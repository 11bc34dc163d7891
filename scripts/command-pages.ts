/**
 * `npm run tables`: docs/command-line.md, every command as its own help tells it, between markers. A test fails while it is
 * behind the program.
 */
import type { Command } from 'commander';
import { buildProgram } from '../src/cli/program.ts';
import { type Pages, writePages } from './fill-markers.ts';

/** As wide as a terminal: the help breaks its lines there. */
const COLUMNS = 100;

export const COMMAND_PAGES: Pages = { 'docs/command-line.md': { help: helpOfAll() } };

function helpOfAll(): string {
  const parts = commandsOf(buildProgram());
  return parts.map(([name, command]) => `## ${name}\n\n\`\`\`text\n${helpOf(command)}\n\`\`\``).join('\n\n');
}

/** Each by the words that are typed, those that stand under another one too. */
function commandsOf(program: Command, above = 'gridpull'): [string, Command][] {
  return program.commands.flatMap((command): [string, Command][] => {
    const name = `${above} ${command.name()}`;
    return command.commands.length > 0 ? commandsOf(command, name) : [[name, command]];
  });
}

/** Without the exit codes, which every help ends with. */
function helpOf(command: Command): string {
  let text = '';
  command.configureOutput({ writeOut: (more) => (text += more), getOutHelpWidth: () => COLUMNS });
  command.outputHelp();
  return text.split('\nExit codes:')[0]!.trimEnd();
}

if (import.meta.main) writePages('commands', COMMAND_PAGES);
