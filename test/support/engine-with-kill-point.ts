import { DatabaseSync, StatementSync } from 'node:sqlite';
import { z } from 'zod';
import { targetSchema } from '../../src-main/contract/batch.ts';
import { createEngine, type Engine } from '../../src-main/engine/engine.ts';
import type { StartExtractor } from '../../src-main/engine/extraction/extractor-port.ts';
import { startExtractor } from '../../src-main/faces/cli/start-extractor.ts';
import { valueOf } from './unwrap.ts';
import { secrets } from '../../src-main/faces/cli/secrets.ts';

/**
 * An engine as production runs it, in a process of its own, that kills itself at one exact moment: real code, a real
 * SIGKILL. It loads the files as one batch, or, when the library has batches already, resumes what waits. Argument: the
 * job as JSON.
 */

const momentSchema = z.object({
  /** What is counted: SQL that writes and contains the text, log lines that are the text, messages of the extractor. */
  on: z.enum(['sql', 'log', 'message']),
  text: z.string().default(''),
  /** From 1. */
  number: z.int().positive(),
  /** Whether it happens just before what is counted or just after. */
  when: z.enum(['before', 'after']).default('after'),
});
export type Moment = z.input<typeof momentSchema>;
type When = z.output<typeof momentSchema>['when'];

const jobSchema = z.object({
  dataFolder: z.string(),
  paths: z.array(z.string()),
  /** With neo4j the address and the password come from the environment. */
  target: targetSchema.default('library'),
  killAt: momentSchema.optional(),
  /** Pauses, as Ctrl+C does. */
  pauseAt: momentSchema.optional(),
});
export type EngineJob = z.input<typeof jobSchema>;

type Watcher = (on: Moment['on'], text: string, when: When) => void;

/** Acts once, at the moment. */
const watcherOf = (moment: z.output<typeof momentSchema> | undefined, act: () => void): Watcher => {
  let count = 0;
  return (on, text, when) => {
    if (moment === undefined || on !== moment.on || when !== moment.when) return;
    if (on === 'sql' ? !text.includes(moment.text) : text !== moment.text) return;
    count += 1;
    if (count === moment.number) act();
  };
};

const watchSql = (watch: Watcher): void => {
  DatabaseSync.prototype.exec = new Proxy(DatabaseSync.prototype.exec, {
    apply: (exec, self, args) => {
      watch('sql', String(args[0]), 'before');
      const result: unknown = Reflect.apply(exec, self, args);
      watch('sql', String(args[0]), 'after');
      return result;
    },
  });
  StatementSync.prototype.run = new Proxy(StatementSync.prototype.run, {
    apply: (run, self: StatementSync, args) => {
      const sql = self.sourceSQL;
      watch('sql', sql, 'before');
      const result: unknown = Reflect.apply(run, self, args);
      watch('sql', sql, 'after');
      return result;
    },
  });
};

const startWatched =
  (watch: Watcher): StartExtractor =>
  () => {
    const extractor = startExtractor();
    const onMessage: typeof extractor.onMessage = (listener) =>
      extractor.onMessage((message) => {
        watch('message', '', 'before');
        listener(message);
        watch('message', '', 'after');
      });
    return { ...extractor, onMessage };
  };

const run = async ({ dataFolder, paths, target, killAt, pauseAt }: z.output<typeof jobSchema>): Promise<void> => {
  const running: { engine?: Engine } = {};
  const kill = watcherOf(killAt, () => process.kill(process.pid, 'SIGKILL'));
  const pause = watcherOf(pauseAt, () => running.engine?.pauseAll('Paused by the test.'));
  const watch: Watcher = (...moment) => {
    kill(...moment);
    pause(...moment);
  };
  const logLine = (message: string): void => {
    watch('log', message, 'before');
    watch('log', message, 'after');
  };
  watchSql(watch);
  const log = { info: logLine, warn: logLine, error: logLine };
  const environment = process.env;
  const engine = valueOf(createEngine({ dataFolder, secrets, environment, startExtractor: startWatched(watch), log }));
  running.engine = engine;
  const { batches } = valueOf(await engine.call('batch.history', {}));
  const { batches: waiting } = valueOf(await engine.call('batch.resumable', {}));
  if (batches.length === 0) valueOf(await engine.call('batch.start', { paths, target }));
  else if (waiting.length > 0) valueOf(await engine.call('batch.resume', {}));
  await engine.idle();
  engine.close();
};

await run(jobSchema.parse(JSON.parse(process.argv[2] ?? '')));
