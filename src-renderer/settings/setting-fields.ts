import { settingsSchema, type Settings } from '../../src-main/contract/settings.ts';
import { messages } from '../messages/messages.ts';

export type SettingName = keyof Settings;

/** The settings that a person can change, in the groups in which they are shown. */
export const SETTING_GROUPS = [
  { group: 'neo4j', names: ['neo4j_uri', 'neo4j_username', 'neo4j_database', 'neo4j_ca_file'] },
  {
    group: 'limits',
    names: [
      'max_batch_size',
      'max_concurrent_batch_size_gb',
      'extractor_memory_gb',
      'document_timeout_seconds',
      'document_silence_seconds',
      'max_document_megabytes',
      'max_text_megabytes',
    ],
  },
  { group: 'chunking', names: ['chunk_size', 'chunk_overlap'] },
  { group: 'workstation', names: ['workstation_name'] },
  { group: 'http', names: ['http_api'] },
] as const satisfies readonly {
  readonly group: keyof typeof messages.settings.groups;
  readonly names: readonly SettingName[];
}[];

/** A typed text as the value of a setting. */
export const valueOf = (name: SettingName, text: string, current: Settings): string | number =>
  typeof current[name] === 'number' ? Number(text.trim() === '' ? Number.NaN : text) : text.trim();

/** What is wrong with a typed text, in words; undefined when nothing is. */
export const problemOf = (name: SettingName, text: string, current: Settings): string | undefined => {
  const value = valueOf(name, text, current);
  if (settingsSchema.shape[name].safeParse(value).success) return undefined;
  return typeof current[name] === 'number' ? messages.settings.outOfBounds : messages.settings.notEmpty;
};
