import type { Command } from 'commander';
import { readSelection, resolveFromCaller, withCommonOptions, withEngine, type CommonOptions } from '../context.ts';
import { followBatch } from '../follow-batch.ts';
import { printJson, printLine, refuse } from '../output.ts';
import { preflightText } from '../preflight-table.ts';

interface IngestOptions extends CommonOptions {
  readonly mapping?: string;
  readonly schema?: string;
  readonly default: readonly string[];
  readonly dryRun?: boolean;
}

const addTo = (text: string, texts: readonly string[]): string[] => [...texts, text];

const selectionOf = (paths: readonly string[], { mapping, schema, default: defaults }: IngestOptions) => ({
  paths: paths.map(resolveFromCaller),
  ...(mapping !== undefined && { mapping: resolveFromCaller(mapping) }),
  ...(schema !== undefined && { schema: resolveFromCaller(schema) }),
  defaults: [...defaults],
});

/** `ingest PATHS…`: loads files and folders as one batch, in this process; with --dry-run only tells what would happen. */
export const addIngestCommand = (program: Command): void => {
  withCommonOptions(program.command('ingest'))
    .description('load files and folders into the library as one batch')
    .argument('<paths...>', 'files and folders; folders are read with their subfolders')
    .option('--mapping <file>', 'a CSV or JSON file that maps filenames to metadata')
    .option('--schema <file>', 'a JSON file with the metadata schema')
    .option('--default <field=value>', 'metadata for all documents; may be given again', addTo, [])
    .option('--dry-run', 'tell what would happen to each file, and write nothing')
    .action(async (paths: string[], options: IngestOptions) => {
      const { json = false, dryRun = false } = options;
      const selection = selectionOf(paths, options);
      if (!dryRun) {
        await withEngine(options, (engine) =>
          followBatch(engine, () => engine.call('batch.start', selection), options),
        );
        return;
      }
      await readSelection(options, async (call) => {
        const preflight = await call('batch.preflight', selection);
        if (!preflight.ok) return refuse(preflight.failure, json);
        if (json) printJson(preflight.value);
        else printLine(preflightText(preflight.value));
        return 0;
      });
    });
};
