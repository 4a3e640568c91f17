import { create } from 'zustand';
import type { Preferences } from '../../src-main/contract/shell.ts';
import { bridge, callOrShow } from '../bridge/bridge.ts';

/** What a person likes of the window; undefined until it has been read. */
export const usePreferences = create<{ readonly preferences: Preferences | undefined }>()(() => ({
  preferences: undefined,
}));

export const readPreferences = async (): Promise<void> => {
  const answer = await bridge.call('shell.preferences', {});
  if (answer.ok) usePreferences.setState({ preferences: answer.value });
};

export const setPreferences = async (changes: Partial<Preferences>): Promise<void> => {
  const preferences = await callOrShow('shell.set_preferences', changes);
  if (preferences !== undefined) usePreferences.setState({ preferences });
};
