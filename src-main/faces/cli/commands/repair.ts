import { rm, writeFile } from 'node:fs/promises';
import { Option, type Command } from 'commander';
import { FAILURE_CODE_NAMES, type FailureCode } from '../../../contract/failure-codes.ts';
import { failure, succeeded, type Result } from '../../../contract/failure.ts';
import type { Engine } from '../../../engine/engine.ts';
import {
  readLibrary,
  readSelection,
  resolveFromCaller,
  withCommonOptions,
  withEngine,
  type CommonOptions,
} from '../context.ts';
import { isDiskFull } from '../../../engine/library/sqlite-errors.ts';
import { followBatches, followedOf, type Followed } from '../follow-batches.ts';
import { formatCount } from '../format.ts';
import { printableLine, printJson, printLine, refuse } from '../output.ts';
import { targetWaitOption } from '../wait-for-target.ts';

/** Writes a result to a new file; an existing one is not overwritten, since it may hold corrections. */
const writeNew = async (file: string, content: string, json: boolean, done: string): Promise<number> => {
  const target = resolveFromCaller(file);
  try {
    await writeFile(target, content, { flag: 'wx' });
  } catch (error) {
    const exists = error instanceof Error && 'code' in error && error.code === 'EEXIST';
    // Half a file of failures would look like a whole one.
    if (!exists) await rm(target, { force: true });
    if (isDiskFull(error)) {
      const hint = 'Free some space and try again, or choose a file on another disk with --out.';
      return refuse(failure('DISK_FULL', 'store', `The disk is full: ${target} was not written.`, hint), json);
    }
    const message = `The file ${target} ${exists ? 'exists already' : 'cannot be written'}.`;
    return refuse(failure('INVALID_REQUEST', 'select', message, 'Choose another name with --out.'), json);
  }
  if (json) printJson({ file: target });
  else printLine(`${done}: ${printableLine(target)}`);
  return 0;
};

const addExportCommand = (program: Command): void => {
  withCommonOptions(program.command('export'))
    .description('write the failures of a batch as a mapping file (csv) or json, or a report of the batch (html)')
    .argument('<id>', 'a batch_id or series_id')
    .addOption(new Option('--format <format>').choices(['csv', 'json', 'html']).default('csv'))
    .requiredOption('--out <file>', 'the file to write; an existing one is not overwritten')
    .action(
      (
        batchId: string,
        { json = false, format, out, ...options }: CommonOptions & { format: 'csv' | 'json' | 'html'; out: string },
      ) =>
        readLibrary({ ...options, json }, async (call) => {
          const exported = await call('batch.export', { batch_id: batchId, format });
          if (!exported.ok) return refuse(exported.failure, json);
          const { content, failures_count } = exported.value;
          const what = format === 'html' ? 'Report' : formatCount(failures_count, 'failure');
          return writeNew(out, content, json, `${what} written`);
        }),
    );
};

const addTemplateCommand = (program: Command): void => {
  withCommonOptions(program.command('template'))
    .description('write a mapping file with a row for each file, to be filled in')
    .argument('<paths...>', 'files and folders')
    .option('--schema <file>', 'a JSON file with the metadata schema')
    .requiredOption('--out <file>', 'the file to write; an existing one is not overwritten')
    .action(
      (paths: string[], { json = false, out, schema, ...options }: CommonOptions & { out: string; schema?: string }) =>
        readSelection({ ...options, json }, async (call) => {
          const made = await call('mapping.template', {
            paths: paths.map(resolveFromCaller),
            ...(schema !== undefined && { schema: resolveFromCaller(schema) }),
          });
          if (!made.ok) return refuse(made.failure, json);
          return writeNew(out, made.value.content, json, `${formatCount(made.value.files_count, 'row')} written`);
        }),
    );
};

const addRetryCommand = (program: Command): void => {
  withCommonOptions(program.command('retry'))
    .description('load the open failures of a batch or series again, as a new one')
    .argument('<id>', 'a batch_id or series_id')
    .addOption(new Option('--code <code...>', 'only failures with one of these codes').choices(FAILURE_CODE_NAMES))
    .option('--only <name...>', 'only these filenames or paths')
    .option('--mapping <file>', 'a corrected mapping, such as an export of the failures')
    .addOption(targetWaitOption())
    .action(
      async (batchId: string, options: CommonOptions & { code?: FailureCode[]; only?: string[]; mapping?: string }) => {
        const { code = [], only = [], mapping } = options;
        const request = {
          batch_id: batchId,
          codes: code,
          only,
          ...(mapping !== undefined && { mapping: resolveFromCaller(mapping) }),
        };
        const retry = async (engine: Engine): Promise<Result<Followed>> => {
          const started = await engine.call('batch.retry', request);
          return started.ok ? succeeded(followedOf(started.value)) : started;
        };
        await withEngine(options, (engine) => followBatches(engine, () => retry(engine), options));
      },
    );
};

const addHandledCommand = (program: Command): void => {
  withCommonOptions(program.command('handled'))
    .description('mark a failure as handled')
    .argument('<id>', 'a batch_id or series_id')
    .argument('<name>', 'the filename or the path of the document')
    .option('--note <text>', 'what was done', '')
    .action(async (batchId: string, name: string, options: CommonOptions & { note: string }) => {
      const { json = false, note } = options;
      await withEngine(options, async (engine) => {
        const handled = await engine.call('failure.handle', { batch_id: batchId, filename: name, note });
        if (!handled.ok) return refuse(handled.failure, json);
        if (json) printJson(handled.value);
        else printLine(`${formatCount(handled.value.handled_count, 'failure')} marked as handled.`);
        return 0;
      });
    });
};

/** `template`, `export`, `retry` and `handled`: before and after the run. */
export const addRepairCommands = (program: Command): void => {
  addTemplateCommand(program);
  addExportCommand(program);
  addRetryCommand(program);
  addHandledCommand(program);
};
