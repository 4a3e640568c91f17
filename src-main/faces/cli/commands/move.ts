import type { Command } from 'commander';
import type { BatchSummary } from '../../../contract/batch.ts';
import type { CommandOutput } from '../../../contract/commands.ts';
import { succeeded, type Result } from '../../../contract/failure.ts';
import type { Engine } from '../../../engine/engine.ts';
import { askRunningEngine } from '../../../engine/queue/ask-running-engine.ts';
import type { RequestAction } from '../../../engine/library/requests.ts';
import { dataFolderOf, withCommonOptions, withEngine, type CommonOptions } from '../context.ts';
import { followBatches, type Followed } from '../follow-batches.ts';
import { targetWaitOption } from '../wait-for-target.ts';
import { printJson, printLine, refuse } from '../output.ts';

const WORDS: Readonly<Record<string, string>> = {
  pausing: 'pausing: the document in hand may take a few seconds',
  cancelling: 'cancelling',
};

const addMoveCommand = (program: Command, name: string, action: RequestAction, description: string): void => {
  withCommonOptions(program.command(name))
    .description(description)
    .argument('<id>', 'a batch_id or series_id')
    .action(async (id: string, options: CommonOptions) => {
      const print = (moved: Result<CommandOutput<RequestAction>>): number => {
        if (!moved.ok) return refuse(moved.failure, options.json === true);
        const { batches } = moved.value;
        if (options.json === true) printJson({ batches });
        else {
          for (const { batch_id, state } of batches) printLine(`Batch ${batch_id}: ${WORDS[state] ?? state}`);
        }
        return 0;
      };
      await withEngine(
        options,
        async (engine) => print(await engine.call(action, { batch_id: id })),
        async () => print(await askRunningEngine(dataFolderOf(options), action, id)),
      );
    });
};

/**
 * Resumes a batch or series, or all that waits, and tells what is then to be followed.
 *
 * @param waiting the batches that can be resumed, as they are before
 */
const resume = async (
  engine: Engine,
  id: string | undefined,
  waiting: readonly BatchSummary[],
): Promise<Result<Followed>> => {
  const resumed = await engine.call('batch.resume', id === undefined ? {} : { batch_id: id });
  if (!resumed.ok) return resumed;
  const ids = new Set(resumed.value.batches.map(({ batch_id }) => batch_id));
  const moved = waiting.filter(({ batch_id }) => ids.has(batch_id));
  const batches = await Promise.all(
    moved.map(async ({ batch_id }) => {
      const ignored = await engine.call('batch.ignored', { batch_id });
      return { batch_id, ignored_files: ignored.ok ? ignored.value.ignored_files : [], warnings: [] };
    }),
  );
  // The batches of one series are that series again, its ended batches included; a batch of one that was named is not.
  const [seriesId, ...others] = new Set(moved.map(({ series_id }) => series_id));
  const isOneSeries = seriesId !== undefined && others.length === 0 && (id === undefined || id === seriesId);
  const documentCount = moved.reduce((sum, { waiting_count }) => sum + waiting_count, 0);
  return succeeded({ ...(isOneSeries && { series_id: seriesId }), batches, documentCount });
};

const addResumeCommand = (program: Command): void => {
  withCommonOptions(program.command('resume'))
    .description('continue a paused or interrupted batch or series; without an id all of them, the oldest first')
    .argument('[id]', 'a batch_id or series_id')
    .addOption(targetWaitOption())
    .action(async (id: string | undefined, options: CommonOptions & { targetWait: number }) => {
      await withEngine(options, async (engine) => {
        const waiting = await engine.call('batch.resumable', {});
        if (!waiting.ok) return refuse(waiting.failure, options.json === true);
        const { batches } = waiting.value;
        if (id === undefined && batches.length === 0) {
          if (options.json === true) printJson({ batches: [] });
          else printLine('Nothing to resume: no batch is paused or interrupted.');
          return 0;
        }
        return followBatches(engine, () => resume(engine, id, batches), options);
      });
    });
};

/** `pause`, `cancel` and `resume`: what becomes of batches that have not ended. */
export const addMoveCommands = (program: Command): void => {
  addMoveCommand(program, 'pause', 'batch.pause', 'pause a batch or series, also one that another process is loading');
  addMoveCommand(program, 'cancel', 'batch.cancel', 'cancel a batch or series for good; what was loaded stays');
  addResumeCommand(program);
};
