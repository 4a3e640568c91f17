import { create } from 'zustand';
import { failureWords } from '../messages/failure-words.ts';
import type { Failure } from '../../src-main/contract/failure.ts';

export type Screen =
  | { readonly name: 'new_batch' | 'batches' | 'library' }
  | { readonly name: 'settings'; readonly section?: 'neo4j' }
  | { readonly name: 'batch'; readonly id: string }
  | { readonly name: 'document'; readonly id: string; readonly chunk: number };
export type OpenDialog = 'palette' | 'shortcuts' | undefined;

export interface Notice {
  readonly id: number;
  readonly kind: 'failure' | 'done';
  readonly title: string;
  readonly text: string;
  readonly details: readonly string[];
}

interface Ui {
  readonly screen: Screen;
  readonly dialog: OpenDialog;
  readonly notices: readonly Notice[];
  readonly show: (screen: Screen) => void;
  readonly openDialog: (dialog: OpenDialog) => void;
  readonly showFailure: (failure: Failure) => void;
  readonly showDone: (title: string, details?: readonly string[]) => void;
  readonly dismiss: (id: number) => void;
  /** What is to be said aloud now; a new object each time. */
  readonly said: { readonly text: string };
  readonly say: (text: string) => void;
}

let nextNotice = 0;

/** Main loads the window again where the language was chosen; a test has no page. */
const startScreen = (): Screen =>
  typeof location !== 'undefined' && location.hash === '#settings' ? { name: 'settings' } : { name: 'new_batch' };

/** Where the window is, and what it has to say; nothing disappears by itself. */
export const useUi = create<Ui>()((set) => {
  const add = (notice: Omit<Notice, 'id'>): void => {
    nextNotice += 1;
    const added = { ...notice, id: nextNotice };
    set(({ notices }) => ({
      // The same again is not said twice.
      notices: [...notices.filter(({ title, text }) => title !== added.title || text !== added.text), added],
    }));
  };
  return {
    screen: startScreen(),
    dialog: undefined,
    notices: [],
    said: { text: '' },
    say: (text) => set({ said: { text } }),
    show: (screen) => set({ screen }),
    openDialog: (dialog) => set({ dialog }),
    showFailure: (failure) => {
      const { message, hint } = failureWords(failure);
      add({ kind: 'failure', title: message, text: hint, details: [] });
    },
    showDone: (title, details = []) => add({ kind: 'done', title, text: '', details }),
    dismiss: (id) => set(({ notices }) => ({ notices: notices.filter((notice) => notice.id !== id) })),
  };
});
