import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { preferencesSchema, type Preferences } from '../../contract/shell.ts';

const DEFAULT: Preferences = { theme: 'system', language: 'system', is_welcome_dismissed: false };

/** What a person likes of the window, and that is no business of the engine; kept beside the place of the window. */
export const createPreferences = (folder: string) => {
  const file = path.join(folder, 'preferences.json');
  const read = (): Preferences => {
    try {
      return preferencesSchema.parse(JSON.parse(readFileSync(file, 'utf8')));
    } catch {
      // The first start, or a file that somebody changed.
      return DEFAULT;
    }
  };
  let current = read();
  return {
    read: (): Preferences => current,
    write: (changes: { readonly [Name in keyof Preferences]?: Preferences[Name] | undefined }): Preferences => {
      current = preferencesSchema.parse({
        theme: changes.theme ?? current.theme,
        language: changes.language ?? current.language,
        is_welcome_dismissed: changes.is_welcome_dismissed ?? current.is_welcome_dismissed,
      });
      writeFileSync(file, JSON.stringify(current));
      return current;
    },
  };
};
export type PreferenceStore = ReturnType<typeof createPreferences>;
