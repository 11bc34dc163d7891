/** The settings' schema, strict for what the window sends and forgiving for what an older or newer program wrote. */
import { z } from 'zod';
import { DEFAULT_SETTINGS, type Settings } from '../contracts/settings.ts';
import { JsonStore, type JsonStoreOptions } from './json-store.ts';

const fields = {
  theme: z.enum(['system', 'light', 'dark']),
  language: z.enum(['system', 'en', 'de']),
  unit: z.enum(['none', 'mm', 'cm', 'm', 'km', 'in', 'ft']),
  software: z.boolean(),
  // From drivers: bounded, as below.
  adapter: z.string().min(1).max(200).nullable(),
  sidebar: z.boolean(),
  // Device names come from drivers: bounded, so that no file grows without end.
  speeds: z
    .record(z.string().max(200), z.number().positive())
    .refine((speeds) => Object.keys(speeds).length <= 100, 'too many devices'),
};

export const settingsSchema = z.strictObject(fields) satisfies z.ZodType<Settings>;

/** Any object: what a field lacks or holds wrongly becomes its default. */
export const storedSettingsSchema = z.object({
  theme: fields.theme.catch(DEFAULT_SETTINGS.theme),
  language: fields.language.catch(DEFAULT_SETTINGS.language),
  unit: fields.unit.catch(DEFAULT_SETTINGS.unit),
  software: fields.software.catch(DEFAULT_SETTINGS.software),
  adapter: fields.adapter.catch(DEFAULT_SETTINGS.adapter),
  sidebar: fields.sidebar.catch(DEFAULT_SETTINGS.sidebar),
  speeds: fields.speeds.catch({}),
}) satisfies z.ZodType<Settings>;

export type SettingsStore = JsonStore<Settings>;

export function openSettings(options: Omit<JsonStoreOptions<Settings>, 'name' | 'schema'>): SettingsStore {
  return new JsonStore<Settings>({ ...options, name: 'settings', schema: storedSettingsSchema });
}
