export const LANGUAGES = ['en', 'de'] as const;
export type Language = (typeof LANGUAGES)[number];

/** The language of the system, where the window knows it; English otherwise. */
export const languageOf = (wanted: readonly string[]): Language => {
  for (const tag of wanted) {
    const found = LANGUAGES.find((language) => tag.toLowerCase().split('-')[0] === language);
    if (found !== undefined) return found;
  }
  return 'en';
};

/** What was chosen in Settings comes with the address of the page; a test has no page. */
const page: { readonly search?: string } = Reflect.get(globalThis, 'location') ?? {};
const chosen = new URLSearchParams(page.search).get('language');

export const language = languageOf(chosen === null ? navigator.languages : [chosen]);
