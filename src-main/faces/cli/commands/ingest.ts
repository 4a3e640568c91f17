import { Option, type Command } from 'commander';
import { TARGETS, type Target } from '../../../contract/batch.ts';
import { succeeded, type Result } from '../../../contract/failure.ts';
import type { Engine } from '../../../engine/engine.ts';
import { readSelection, resolveFromCaller, withCommonOptions, withEngine, type CommonOptions } from '../context.ts';
import { followBatches, followedOf, type Followed } from '../follow-batches.ts';
import { targetWaitOption } from '../wait-for-target.ts';
import { printJson, printLine, refuse } from '../output.ts';
import { preflightText } from '../preflight-table.ts';

interface IngestOptions extends CommonOptions {
  readonly mapping?: string;
  readonly schema?: string;
  readonly default: readonly string[];
  readonly dryRun?: boolean;
  readonly split?: boolean;
  readonly target: Target;
  readonly targetWait: number;
}

const addTo = (text: string, texts: readonly string[]): string[] => [...texts, text];

const selectionOf = (paths: readonly string[], { mapping, schema, default: defaults }: IngestOptions) => ({
  paths: paths.map(resolveFromCaller),
  ...(mapping !== undefined && { mapping: resolveFromCaller(mapping) }),
  ...(schema !== undefined && { schema: resolveFromCaller(schema) }),
  defaults: [...defaults],
});

const start = async (
  engine: Engine,
  selection: ReturnType<typeof selectionOf> & { readonly target: Target },
  split: boolean,
): Promise<Result<Followed>> => {
  if (split) {
    const started = await engine.call('series.start', selection);
    return started.ok ? succeeded(followedOf(started.value)) : started;
  }
  const started = await engine.call('batch.start', selection);
  return started.ok ? succeeded(followedOf({ batches: [started.value] })) : started;
};

/** `ingest PATHS…`: loads files and folders as one batch, with --split as a series, in this process; with --dry-run only tells what would happen. */
export const addIngestCommand = (program: Command): void => {
  withCommonOptions(program.command('ingest'))
    .description('load files and folders into the library as one batch')
    .argument('<paths...>', 'files and folders; folders are read with their subfolders')
    .option('--mapping <file>', 'a CSV or JSON file that maps filenames to metadata')
    .option('--schema <file>', 'a JSON file with the metadata schema')
    .option('--default <field=value>', 'metadata for all documents; may be given again', addTo, [])
    .option('--split', 'load more than 100 files as a series: batches that act as one thing')
    .addOption(new Option('--target <target>', 'where to load to').choices(TARGETS).default('library'))
    .addOption(targetWaitOption())
    .option('--dry-run', 'tell what would happen to each file, and write nothing')
    .action(async (paths: string[], options: IngestOptions) => {
      const { json = false, dryRun = false, split = false, target } = options;
      const selection = selectionOf(paths, options);
      if (!dryRun) {
        const request = { ...selection, target };
        await withEngine(options, (engine) => followBatches(engine, () => start(engine, request, split), options));
        return;
      }
      await readSelection(options, async (call) => {
        const preflight = await call('batch.preflight', { ...selection, split });
        if (!preflight.ok) return refuse(preflight.failure, json);
        if (json) printJson(preflight.value);
        else printLine(preflightText(preflight.value));
        return 0;
      });
    });
};
