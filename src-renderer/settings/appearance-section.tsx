import { LANGUAGE_CHOICES, THEMES } from '../../src-main/contract/shell.ts';
import { messages } from '../messages/messages.ts';
import { setPreferences, usePreferences } from '../store/preferences.ts';

/** The theme and the language: they hold at once, and after a restart. */
export const AppearanceSection = () => {
  const preferences = usePreferences((state) => state.preferences);
  if (preferences === undefined) return null;
  const { title, theme, themes, language, languages, hint } = messages.appearance;
  return (
    <section className="card settings-group" aria-label={title}>
      <h2>{title}</h2>
      <div className="setting">
        <label>
          {theme}
          <select
            className="field"
            value={preferences.theme}
            onChange={({ target: { value } }) =>
              void setPreferences({ theme: THEMES.find((one) => one === value) ?? 'system' })
            }
          >
            {THEMES.map((one) => (
              <option key={one} value={one}>
                {themes[one]}
              </option>
            ))}
          </select>
        </label>
      </div>
      <div className="setting">
        <label>
          {language}
          <select
            className="field"
            value={preferences.language}
            onChange={({ target: { value } }) =>
              void setPreferences({ language: LANGUAGE_CHOICES.find((one) => one === value) ?? 'system' })
            }
          >
            {LANGUAGE_CHOICES.map((one) => (
              <option key={one} value={one} lang={one === 'system' ? undefined : one}>
                {languages[one]}
              </option>
            ))}
          </select>
        </label>
        <p className="muted">{hint}</p>
      </div>
    </section>
  );
};
