/** The web server's command line. */
import { parseArgs } from 'node:util';

export interface WebArguments {
  readonly help: boolean;
  readonly port: number;
  readonly open: readonly string[];
  readonly browser: boolean;
}

export const USAGE = `Usage: node out/web/index.js [options] [PATH…]

Runs GridPull in a browser with WebGPU, from a server on this machine that no other machine can reach.

  PATH            open this: a point cloud, several of one scene, a folder of
                  clouds, or a job file. Meshes of a folder go to “meshes” in
                  it, of a job where it says
  --open PATH     the same
  --port NUMBER   the server's port (default: any that is free)
  --no-browser    only print the address
  --help          show this
`;

/** @throws Error with a sentence for what it does not know */
export function parseWebArguments(argv: readonly string[]): WebArguments {
  const { values, positionals } = parseArgs({
    args: [...argv],
    allowPositionals: true,
    options: {
      help: { type: 'boolean', default: false },
      port: { type: 'string', default: '0' },
      open: { type: 'string' },
      'no-browser': { type: 'boolean', default: false },
    },
  });
  const port = Number(values.port);
  if (!/^\d+$/.test(values.port) || port > 65_535) {
    throw new Error(`--port is a whole number up to 65535, not "${values.port}".`);
  }
  const paths = [...(values.open === undefined ? [] : [values.open]), ...positionals];
  return { help: values.help, port, open: paths, browser: !values['no-browser'] };
}
