/**
 * `gridpull mcp FOLDER…`: a server for agents (Model Context Protocol), by standard input and output. They reach the named
 * folders and nothing else, and replace nothing that GridPull did not write.
 */
import { VERSION } from '../version.ts';
import { Reach } from './reach.ts';
import { addTools, type ToolDevice } from './tools.ts';

const INSTRUCTIONS =
  'GridPull turns raw point clouds into surfaces. Look with list and info; reconstruct without options first, read the ' +
  'warnings of its report, then finish (pieces, holes, size, texture) and check what is to be sent or printed.';

/** Serves until its input ends, and ends with the signal's reason where that comes first. */
export async function serveMcp(folders: readonly string[], device: ToolDevice, signal: AbortSignal): Promise<string> {
  const reach = new Reach(folders);
  // Loaded for this command alone: others start without it.
  const [{ McpServer }, { serveStdio }] = await Promise.all([
    import('@modelcontextprotocol/server'),
    import('@modelcontextprotocol/server/stdio'),
  ]);
  const ended = new Promise<void>((resolve) => process.stdin.once('end', resolve).once('close', resolve));
  const aborted = new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }));
  const handle = serveStdio(() => {
    const server = new McpServer({ name: 'gridpull', version: VERSION }, { instructions: INSTRUCTIONS });
    addTools(server, reach, device);
    return server;
  });
  await Promise.race([ended, aborted]);
  await handle.close();
  signal.throwIfAborted();
  return '';
}
