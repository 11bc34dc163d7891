/** Which language is spoken: the person's choice, or the closest to what the system prefers. */
import type { Language } from '../settings.ts';
import { commandsDe } from './commands.de.ts';
import { commandsEn, type CommandTexts } from './commands.en.ts';

export type SpokenLanguage = Exclude<Language, 'system'>;

/** `preferred`: the system's languages (“de-AT”), the liked ones first. */
export function chooseLanguage(setting: Language, preferred: readonly string[]): SpokenLanguage {
  if (setting !== 'system') return setting;
  for (const locale of preferred) {
    const language = locale.toLowerCase().split(/[-_]/)[0];
    if (language === 'de' || language === 'en') return language;
  }
  return 'en';
}

export function commandTexts(language: SpokenLanguage): CommandTexts {
  return language === 'de' ? commandsDe : commandsEn;
}
