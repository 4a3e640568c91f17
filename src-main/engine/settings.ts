import type { DatabaseSync } from 'node:sqlite';
import { failed, failure, succeeded, type Result } from '../contract/failure.ts';
import { settingsSchema, type Settings } from '../contract/settings.ts';
import { inTransaction, statement } from './library/statements.ts';

const READ_SETTINGS = 'SELECT name, value FROM settings';
const WRITE_SETTING = `
  INSERT INTO settings (name, value) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value`;

const storedSettings = (database: DatabaseSync): Record<string, unknown> =>
  Object.fromEntries(
    statement(database, READ_SETTINGS)
      .all()
      .map(({ name, value }) => [String(name), JSON.parse(String(value))]),
  );

const TEXT_SETTINGS: ReadonlySet<string> = new Set([
  'workstation_name',
  'ignore_patterns',
  'neo4j_uri',
  'neo4j_username',
  'neo4j_database',
  'neo4j_ca_file',
  'http_api',
]);

/** Environment values are text; those that read as a number are one. An empty value counts as not set. */
const settingsOfEnvironment = (environment: Readonly<Record<string, string | undefined>>): Record<string, unknown> =>
  Object.fromEntries(
    Object.keys(settingsSchema.shape).flatMap((name) => {
      const text = environment[name.toUpperCase()]?.trim() ?? '';
      if (text === '') return [];
      return [[name, TEXT_SETTINGS.has(name) || Number.isNaN(Number(text)) ? text : Number(text)]];
    }),
  );

/**
 * The settings in force: the environment first, then what the library stores, then the defaults. A value out of
 * bounds is refused with INVALID_REQUEST, which names the setting, rather than replaced silently.
 */
export const readSettings = (
  database: DatabaseSync,
  environment: Readonly<Record<string, string | undefined>>,
): Result<Settings> => {
  return parseSettings({ ...storedSettings(database), ...settingsOfEnvironment(environment) });
};

const parseSettings = (values: Readonly<Record<string, unknown>>): Result<Settings> => {
  const parsed = settingsSchema.safeParse(values);
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    const name = String(issue?.path[0] ?? 'settings').toUpperCase();
    return failed(failure('INVALID_REQUEST', 'select', `The setting ${name} is not valid: ${issue?.message ?? ''}.`));
  }
  if (parsed.data.chunk_overlap * 2 >= parsed.data.chunk_size) {
    return failed(
      failure('INVALID_REQUEST', 'select', 'The setting CHUNK_OVERLAP must be less than half of CHUNK_SIZE.'),
    );
  }
  return succeeded(parsed.data);
};

/** Names of the settings that come from the environment: what is stored does not count for them. */
export const settingsFromEnvironment = (environment: Readonly<Record<string, string | undefined>>): string[] =>
  Object.keys(settingsOfEnvironment(environment));

/**
 * Stores settings for this library, all of them or, when one is unknown, out of bounds or taken from the environment,
 * none: INVALID_REQUEST names it. Gives the settings that are then in force.
 */
export const writeSettings = (
  database: DatabaseSync,
  environment: Readonly<Record<string, string | undefined>>,
  changes: Readonly<Record<string, string | number>>,
): Result<Settings> => {
  const given = settingsOfEnvironment(environment);
  for (const name of Object.keys(changes)) {
    if (Object.hasOwn(settingsSchema.shape, name) && !Object.hasOwn(given, name)) continue;
    const why = Object.hasOwn(given, name) ? 'comes from the environment' : 'is not known';
    return failed(failure('INVALID_REQUEST', 'select', `The setting ${name.toUpperCase()} ${why}.`));
  }
  const checked = parseSettings({ ...storedSettings(database), ...changes, ...given });
  if (!checked.ok) return checked;
  inTransaction(database, () => {
    for (const [name, value] of Object.entries(changes))
      statement(database, WRITE_SETTING).run(name, JSON.stringify(value));
  });
  return checked;
};
