/** What the window may send, channel by channel. The compiler holds it to the bridge, zod holds the page to it. */
import { z } from 'zod';
import { COMMAND_IDS } from '../contracts/commands.ts';
import type { CallArguments, MessageName, RequestName } from '../contracts/ipc.ts';
import { BESIDE_PARTS, MOST_PROJECTION_BYTES } from '../engine/formats/formats.ts';
import { settingsSchema } from './settings-store.ts';

const token = z.uuid();
const path = z.string().min(1).max(32_768);
const command = z.enum(COMMAND_IDS);
const commands = z.array(command).max(COMMAND_IDS.length);
// Labels of undo may hold the name of a file.
const label = z.string().max(1000);

const saveRequest = z.strictObject({
  // A name and no folder, whatever the system's separator is.
  name: z
    .string()
    .min(1)
    .max(255)
    .regex(/^[^/\\\x00-\x1f]+$/)
    .refine((name) => name !== '.' && name !== '..'),
  filters: z
    .array(
      z.strictObject({
        name: label,
        extensions: z
          .array(z.string().regex(/^[a-z0-9]{1,12}$/))
          .min(1)
          .max(10),
      }),
    )
    .min(1)
    .max(20),
});

const savedBeside = z.strictObject({
  projection: z.string().max(MOST_PROJECTION_BYTES).exactOptional(),
  files: z
    .array(z.strictObject({ name: label, bytes: z.instanceof(Uint8Array) }))
    // A certificate, too.
    .max(BESIDE_PARTS.length + 1)
    .exactOptional(),
});

const menuState = z.strictObject({ enabled: commands, checked: commands, undoLabel: label, redoLabel: label });

/** Characters: sets of points of clouds of 100 million points are some megabytes. */
const projectText = z.string().max(256 << 20);
const scanTokens = z.array(token.nullable()).max(1 << 16);
/** Characters. */
const MOST_PICTURE = 200_000;

export const payloads = {
  openDialog: z.tuple([]),
  openMeshDialog: z.tuple([]),
  openRecent: z.tuple([z.string().regex(/^[0-9a-f]{16}$/)]),
  openSample: z.tuple([z.string().regex(/^[\w-]{1,64}\.ply$/)]),
  grantDropped: z.tuple([path]),
  saveDialog: z.tuple([saveRequest]),
  finishSave: z.tuple([token, savedBeside.exactOptional()]),
  abandonSave: z.tuple([token]),
  reveal: z.tuple([token]),
  folderDialog: z.tuple([z.enum(['input', 'output'])]),
  grantDroppedFolder: z.tuple([path]),
  defaultOutput: z.tuple([token]),
  folderBetween: z.tuple([token, token]),
  revealFolder: z.tuple([token]),
  openReport: z.tuple([token]),
  recents: z.tuple([]),
  projectScans: z.tuple([token]),
  saveProject: z.tuple([token, projectText, scanTokens]),
  setPicture: z.tuple([
    token,
    z
      .string()
      .max(MOST_PICTURE)
      .regex(/^data:image\/(png|webp|jpeg);base64,[\w+/=]+$/),
  ]),
  recoveries: z.tuple([token]),
  keepWork: z.tuple([
    token,
    z.strictObject({ name: label, text: projectText, scans: scanTokens, project: token.nullable() }),
  ]),
  restoreWork: z.tuple([token]),
  dropWork: z.tuple([token]),
  closeWindow: z.tuple([]),
  setUnsaved: z.tuple([z.boolean()]),
  readSettings: z.tuple([]),
  writeSettings: z.tuple([settingsSchema]),
  setMenu: z.tuple([menuState]),
  setProgress: z.tuple([z.number().min(0).max(1).nullable()]),
  log: z.tuple([z.enum(['error', 'warn', 'info']), z.string().max(20_000)]),
} satisfies { [Name in RequestName | MessageName]: z.ZodType<CallArguments<Name>> };
