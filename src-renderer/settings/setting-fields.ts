import { z } from 'zod';
import { ignorePatternProblem } from '../../src-main/contract/ignore-patterns.ts';
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
  { group: 'ignore', names: ['ignore_patterns'] },
  { group: 'workstation', names: ['workstation_name'] },
  { group: 'http', names: ['http_api'] },
] as const satisfies readonly {
  readonly group: keyof typeof messages.settings.groups;
  readonly names: readonly SettingName[];
}[];

/** A typed text as the value of a setting. */
export const valueOf = (name: SettingName, text: string, current: Settings): string | number =>
  typeof current[name] === 'number' ? Number(text.trim() === '' ? Number.NaN : text) : text.trim();

const NEO4J_ADDRESS = /^(?:neo4j|bolt)(?:\+s)?:$/u;

/** The engine looks closer when it connects; what can never be an address is said while it is typed. */
const addressProblem = (text: string): string | undefined => {
  const { address } = messages.settings.problems;
  if (text === '') return undefined;
  if (!URL.canParse(text)) return address;
  const { protocol, hostname, username, password } = new URL(text);
  if (username !== '' || password !== '') return messages.settings.problems.addressWithUser;
  return NEO4J_ADDRESS.test(protocol) && hostname !== '' ? undefined : address;
};

const numberProblem = (name: SettingName): string => {
  const { problems } = messages.settings;
  const schema = settingsSchema.shape[name].unwrap();
  if (!(schema instanceof z.ZodNumber)) return problems.notEmpty;
  const { minValue, maxValue } = schema;
  // A number without a bound of its own has that of safe integers.
  if (maxValue === null || maxValue > 1e9)
    return problems.moreThan(schema.isInt ? (minValue ?? 0) - 1 : (minValue ?? 0));
  return minValue === 0 && !schema.isInt
    ? problems.upTo(maxValue)
    : problems.between(minValue ?? 0, maxValue, schema.isInt);
};

/** What is wrong with the text of a setting, in words, beside the others as they are typed; undefined when nothing is. */
export const problemOf = (
  name: SettingName,
  textOf: (name: SettingName) => string,
  current: Settings,
): string | undefined => {
  const text = textOf(name).trim();
  if (name === 'neo4j_uri') return addressProblem(text);
  const pattern = name === 'ignore_patterns' ? ignorePatternProblem(text) : undefined;
  if (pattern !== undefined) return messages.settings.patternProblems[pattern.problem](pattern.pattern);
  if (!settingsSchema.shape[name].safeParse(valueOf(name, text, current)).success) return numberProblem(name);
  return name === 'chunk_overlap' && Number(text) * 2 >= Number(textOf('chunk_size'))
    ? messages.settings.problems.overlap
    : undefined;
};
