/** What the window's controller is made of: the engine's worker, the platform, and how texts and numbers read. */
import type { CommandId } from '../../contracts/commands.ts';
import type { Settings } from '../../contracts/settings.ts';
import type { Platform } from '../platform/platform.ts';
import type { EngineApi } from '../worker/engine-api.ts';
import type { TextValues } from './i18n.ts';

type Translate = (key: string, values?: TextValues) => string;

export interface AppParts {
  readonly engine: EngineApi;
  readonly platform: Platform;
  /** The settings that were kept from the last time. */
  readonly settings: Settings;
  readonly translate: Translate;
  /** Bytes in the person's language. */
  readonly formatBytes: (bytes: number) => string;
  /** Gives a command to the field in which something is typed, if there is one that wants it. */
  readonly giveToField: (id: CommandId) => boolean;
}
