import { messages } from '../messages/messages.ts';
import { SETTING_GROUPS } from './setting-fields.ts';

/** Goes to a section, by its name, and into its first field. */
const goTo = (title: string): void => {
  const section = document.querySelector(`.settings section[aria-label="${CSS.escape(title)}"]`);
  section?.scrollIntoView({ block: 'start' });
  section?.querySelector<HTMLElement>('input, select, textarea, button, [tabindex]')?.focus({ preventScroll: true });
};

/** The sections of the settings, which do not fit on one screen, side by side. */
export const SectionLinks = () => {
  const titles = [
    ...SETTING_GROUPS.map(({ group }) => messages.settings.groups[group]),
    messages.schema.title,
    messages.dataFolder.title,
    messages.appearance.title,
    messages.app.shortcuts,
    messages.settings.about,
    messages.log.title,
  ];
  return (
    <nav className="section-links" aria-label={messages.settings.sections}>
      {titles.map((title) => (
        <button key={title} type="button" className="link" onClick={() => goTo(title)}>
          {title}
        </button>
      ))}
    </nav>
  );
};
