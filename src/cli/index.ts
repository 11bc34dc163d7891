#!/usr/bin/env node
/**
 * The entry: looks at the Node that runs it before that reads the rest, which an older one would answer with a syntax
 * error and a stack. So nothing is imported here but when it is time, and nothing is written in newer JavaScript than
 * Node 18 knows.
 */
const NEEDED = 24;

if (Number(process.versions.node.split('.')[0]) >= NEEDED) {
  await import('./main.ts');
} else {
  process.stderr.write(`gridpull: Node ${NEEDED} or newer is needed; this is Node ${process.versions.node}\n`);
  process.exitCode = 1;
}

// A module, which may await.
export {};
