import { de } from './de.ts';
import { en, type Messages } from './en.ts';
import { language, type Language } from './language.ts';

const CATALOGUES: Readonly<Record<Language, Messages>> = { en, de };

/** All text of the window, in its language. */
export const messages: Messages = CATALOGUES[language];
