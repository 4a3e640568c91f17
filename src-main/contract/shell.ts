import { z } from 'zod';
import { batchStatusSchema } from './batch.ts';
import { engineEventSchema } from './events.ts';
import { failureSchema } from './failure.ts';

/**
 * A file or folder that a person picked, dropped or pasted. The window knows it by `id` alone: what it cannot name, it
 * cannot ask for. `path` is only shown.
 */
export const pickedItemSchema = z.object({
  id: z.uuid(),
  name: z.string(),
  path: z.string(),
  is_folder: z.boolean(),
});
export type PickedItem = Readonly<z.infer<typeof pickedItemSchema>>;

const picked = z.object({ items: z.array(pickedItemSchema) });

export const ENGINE_STATES = ['starting', 'running', 'restarting', 'stopped'] as const;
export const engineStateSchema = z.enum(ENGINE_STATES);
export type EngineState = z.infer<typeof engineStateSchema>;

/** Resident bytes of our processes and the limit, at one moment (milliseconds since 1970). */
export const memorySampleSchema = z.object({
  at: z.number(),
  resident_bytes: z.number().nonnegative(),
  limit_bytes: z.number().positive(),
});
export type MemorySample = Readonly<z.infer<typeof memorySampleSchema>>;

/** All that a window shows of the engine, from one moment on: `sequence` is that of the last event in it. */
export const snapshotSchema = z.object({
  sequence: z.int().nonnegative(),
  engine: engineStateSchema,
  /** Why the engine cannot be used, while it cannot. */
  failure: failureSchema.optional(),
  memory: memorySampleSchema.optional(),
  /** Batches that have not ended, in the order of their start. */
  batches: z.array(batchStatusSchema),
});
export type Snapshot = Readonly<z.infer<typeof snapshotSchema>>;

/** What main tells the window beside the events of the engine. */
export const shellEventSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('engine'), state: engineStateSchema, failure: failureSchema.optional() }),
  z.object({ type: z.literal('memory'), sample: memorySampleSchema }),
  /** A command of the menu. */
  z.object({
    type: z.literal('menu'),
    command: z.enum([
      'new_batch',
      'batches',
      'library',
      'settings',
      'add_files',
      'add_folder',
      'palette',
      'shortcuts',
      'find',
    ]),
  }),
]);
export type ShellEvent = Readonly<z.infer<typeof shellEventSchema>>;

/** What goes from main to the window, in the order in which it happened. */
export const windowEventsSchema = z.array(z.union([engineEventSchema, shellEventSchema]));
export type WindowEvent = z.infer<typeof windowEventsSchema>[number];

export const THEMES = ['system', 'light', 'dark'] as const;
/** 'system' is the language of the system, where the window knows it. */
export const LANGUAGE_CHOICES = ['system', 'en', 'de'] as const;

/** What a person likes of the window; kept over restarts. */
export const preferencesSchema = z.object({
  theme: z.enum(THEMES),
  language: z.enum(LANGUAGE_CHOICES),
  /** The welcome of the first run does not come back. */
  is_welcome_dismissed: z.boolean(),
});
export type Preferences = Readonly<z.infer<typeof preferencesSchema>>;

/** A line of a log; `details` are its fields in words, empty where there are none. */
export const logEntrySchema = z.object({
  time: z.string(),
  level: z.string(),
  message: z.string(),
  details: z.string(),
});
export type LogEntry = Readonly<z.infer<typeof logEntrySchema>>;

/** Commands of the shell itself; those of the engine are in COMMANDS. */
export const SHELL_COMMANDS = {
  'shell.snapshot': { input: z.object({}), output: snapshotSchema },
  'shell.info': {
    input: z.object({}),
    output: z.object({
      version: z.string(),
      electron: z.string(),
      chromium: z.string(),
      node: z.string(),
      platform: z.string(),
      data_folder: z.string(),
      /** Without a keyring a password is kept until the app ends, and no longer. */
      has_keyring: z.boolean(),
      has_neo4j_password: z.boolean(),
      /** Where the HTTP API answers; absent when it is off. */
      http_url: z.string().optional(),
      http_key_file: z.string().optional(),
    }),
  },
  /** Opens a dialog; nothing picked gives no items. */
  'shell.pick': { input: z.object({ what: z.enum(['files', 'folders', 'mapping', 'schema']) }), output: picked },
  /** Asks in a dialog of the system whether a pasted path may be used. */
  'shell.paste_path': { input: z.object({ text: z.string().min(1).max(4096) }), output: picked },
  /** Asks where to save a text, and saves it; an existing file is overwritten only if the person says so. */
  'shell.save_text': {
    input: z.object({ suggested_name: z.string().min(1).max(200), content: z.string() }),
    output: z.object({ saved: z.boolean(), name: z.string().optional() }),
  },
  /** Shows a document of a batch in the system's file manager. */
  'shell.show_document': {
    input: z.object({ batch_id: z.string(), path: z.string() }),
    output: z.object({ shown: z.boolean() }),
  },
  /** Shows the file that a document came from, on this workstation. */
  'shell.show_source': { input: z.object({ document_id: z.string() }), output: z.object({ shown: z.boolean() }) },
  /** Opens the file that a document came from with the program of the system for it. */
  'shell.open_source': { input: z.object({ document_id: z.string() }), output: z.object({ opened: z.boolean() }) },
  /** Shows the log in the system's file manager. */
  'shell.show_log': { input: z.object({}), output: z.object({}) },
  /** The newest entries of the logs, the newest first, and their folder. */
  'shell.log': { input: z.object({}), output: z.object({ folder: z.string(), entries: z.array(logEntrySchema) }) },
  'shell.preferences': { input: z.object({}), output: preferencesSchema },
  /** The theme changes at once; another language loads the window again. */
  'shell.set_preferences': { input: preferencesSchema.partial(), output: preferencesSchema },
  /** The sample documents that come with Stevedore, as if a person had picked them, and their mapping. */
  'shell.samples': { input: z.object({}), output: picked.extend({ mapping: pickedItemSchema }) },
  'shell.data_folder': {
    input: z.object({}),
    output: z.object({
      folder: z.string(),
      size_bytes: z.number().nonnegative(),
      /** The environment names the folder: it cannot be moved. */
      is_fixed: z.boolean(),
      /** Where the library was before it was moved, while that folder is still there. */
      previous_folder: z.string().optional(),
    }),
  },
  /** Asks where to, and writes a sound copy of the library there, also while a batch runs. */
  'shell.back_up': {
    input: z.object({}),
    output: z.object({ is_saved: z.boolean(), file: z.string().optional(), size_bytes: z.number().optional() }),
  },
  /**
   * Asks for an empty folder and moves the library there; the old folder is kept. INVALID_STATE while a batch runs,
   * INVALID_REQUEST for a folder that cannot be taken, DISK_FULL; then everything is as it was.
   */
  'shell.move_data': {
    input: z.object({}),
    output: z.object({
      is_moved: z.boolean(),
      folder: z.string().optional(),
      previous_folder: z.string().optional(),
    }),
  },
  /** Keeps the password of the Neo4j user; an empty one removes it. It never comes back. */
  'shell.set_password': {
    input: z.object({ password: z.string().max(1000) }),
    output: z.object({ is_set: z.boolean(), is_kept: z.boolean() }),
  },
} as const satisfies Record<string, { readonly input: z.ZodType; readonly output: z.ZodType }>;

export type ShellCommandName = keyof typeof SHELL_COMMANDS;
