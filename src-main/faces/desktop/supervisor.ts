import { app, utilityProcess, type MessagePortMain, type UtilityProcess } from 'electron';
import type { EngineEvent } from '../../contract/events.ts';
import { failed, failure, type Failure, type Result } from '../../contract/failure.ts';
import type { EngineState, MemorySample } from '../../contract/shell.ts';
import type { Log } from '../../engine/logging/log.ts';
import type { LocatedDataFolder } from '../../engine/library/locate-data-folder.ts';
import { fromEngineSchema, type FromEngine, type ToEngine } from './engine-protocol.ts';
import { allowedEnvironment, createExtractorHost } from './extractor-host.ts';

/** An engine that crashes more often than so within a minute is not started again by itself. */
const CRASHES_A_MINUTE = 3;
const MINUTE_MS = 60_000;
const METRICS_EVERY_MS = 1000;

/** Settings may be given in the environment; the password goes another way and nothing else is the engine's business. */
const SETTING =
  /^(MAX_|CHUNK_|DOCUMENT_|EXTRACTOR_|WORKSTATION_NAME$|IGNORE_PATTERNS$|NEO4J_(URI|USERNAME|DATABASE|CA_FILE)$)/u;

const settingsInEnvironment = (): Record<string, string> =>
  Object.fromEntries(
    Object.entries(process.env).flatMap(([name, value]) =>
      value !== undefined && SETTING.test(name) ? [[name, value]] : [],
    ),
  );

export interface SupervisorPorts {
  readonly engineEntry: string;
  readonly extractorEntry: string;
  readonly dataFolder: () => LocatedDataFolder;
  /** The library is somewhere else now: `dataFolder` is asked again after this. */
  readonly onDataFolderMoved: () => void;
  readonly readPassword: () => Promise<string | undefined>;
  readonly log: Log;
  readonly onEvents: (events: readonly EngineEvent[]) => void;
  readonly onState: (state: EngineState, why: Failure | undefined) => void;
  readonly onMemory: (sample: MemorySample) => void;
}

const ENDED = failure(
  'INTERNAL',
  'select',
  'The engine of Stevedore ended unexpectedly.',
  'It is started again by itself; what was running goes on.',
);

/** Runs the engine in a process of its own, starts it again when it crashes, and forks its extractors. */
export const createSupervisor = (ports: SupervisorPorts) => {
  const { log, onState } = ports;
  const pending = new Map<number, (result: Result<unknown>) => void>();
  const crashes: number[] = [];
  let engine: UtilityProcess | undefined;
  let state: EngineState = 'starting';
  let why: Failure | undefined;
  let nextId = 0;
  let isQuitting = false;
  let http: { readonly http_url?: string; readonly http_key_file?: string } = {};
  let whenEnded: (() => void) | undefined;
  let whenMoved: ((why: Failure | undefined) => void) | undefined;

  const setState = (next: EngineState, reason?: Failure): void => {
    state = next;
    why = reason;
    onState(next, reason);
  };
  const tell = (message: ToEngine, port?: MessagePortMain): void =>
    engine?.postMessage(message, port === undefined ? [] : [port]);
  const extractors = createExtractorHost(ports.extractorEntry, tell);

  const receive = (raw: unknown): void => {
    const message = fromEngineSchema.parse(raw);
    switch (message.type) {
      case 'ready':
        setState('running');
        return;
      case 'failed':
        setState('stopped', message.failure);
        return;
      case 'answer':
        pending.get(message.id)?.(message.result as Result<unknown>);
        pending.delete(message.id);
        return;
      case 'broke':
        log.error('A command broke', { stack: message.message });
        pending.get(message.id)?.(failed(failure('INTERNAL', 'select')));
        pending.delete(message.id);
        return;
      case 'events':
        ports.onEvents(message.events);
        return;
      case 'memory':
        ports.onMemory(message.sample);
        return;
      case 'http':
        http = {
          ...(message.url !== undefined && { http_url: message.url }),
          ...(message.key_file !== undefined && { http_key_file: message.key_file }),
        };
        return;
      case 'moved':
        onMoved(message);
        return;
      case 'start_extractor':
        extractors.start(message.id);
        return;
      case 'kill_extractor':
        extractors.kill(message.id);
    }
  };

  /** The engine that moved the library is ended; the next one finds it where it is now. */
  const onMoved = ({ is_closed, failure: refusal }: Extract<FromEngine, { type: 'moved' }>): void => {
    const tellMover = whenMoved;
    whenMoved = undefined;
    if (!is_closed) {
      tellMover?.(refusal);
      return;
    }
    setState('restarting');
    whenEnded = () => {
      whenEnded = undefined;
      if (refusal === undefined) ports.onDataFolderMoved();
      tellMover?.(refusal);
      void start(false);
    };
    engine?.kill();
  };

  const onExit = (code: number): void => {
    engine = undefined;
    extractors.killAll();
    for (const answer of pending.values()) answer(failed(ENDED));
    pending.clear();
    if (isQuitting || whenEnded !== undefined) {
      whenEnded?.();
      return;
    }
    whenMoved?.(ENDED);
    whenMoved = undefined;
    log.error('The engine ended', { code });
    const now = Date.now();
    crashes.push(now);
    if (crashes.filter((at) => now - at < MINUTE_MS).length > CRASHES_A_MINUTE) {
      const hint = 'Look at the log, then quit Stevedore and start it again.';
      setState('stopped', failure('INTERNAL', 'select', 'The engine of Stevedore keeps ending unexpectedly.', hint));
      return;
    }
    setState('restarting', ENDED);
    void start(true);
  };

  const start = async (isRestart: boolean): Promise<void> => {
    const { problem } = ports.dataFolder();
    if (problem !== undefined) {
      setState('stopped', problem);
      return;
    }
    const password = await ports.readPassword();
    const child = utilityProcess.fork(ports.engineEntry, [], {
      serviceName: 'Stevedore engine',
      env: allowedEnvironment(),
      stdio: 'inherit',
    });
    engine = child;
    child.on('message', receive);
    child.once('exit', onExit);
    tell({
      type: 'start',
      data_folder: ports.dataFolder().folder,
      environment: settingsInEnvironment(),
      is_restart: isRestart,
      ...(password !== undefined && { password }),
    });
  };

  const metrics = setInterval(() => {
    const sizes = app.getAppMetrics();
    const extractorPids = new Set(extractors.pids());
    const sizeOf = (pid: number | undefined): number =>
      (sizes.find((one) => one.pid === pid)?.memory.workingSetSize ?? 0) * 1024;
    const all = sizes.reduce((sum, { memory }) => sum + memory.workingSetSize * 1024, 0);
    const extractor = [...extractorPids].reduce((sum, pid) => sum + sizeOf(pid), 0);
    tell({ type: 'resident_bytes', others: Math.max(0, all - extractor - sizeOf(engine?.pid)), extractor });
  }, METRICS_EVERY_MS);

  return {
    start: () => start(false),
    /** Calls a command of the engine; INTERNAL when the engine ends meanwhile. */
    call: (name: string, input: unknown): Promise<Result<unknown>> =>
      new Promise((resolve) => {
        if (engine === undefined || state === 'stopped') {
          resolve(failed(why ?? ENDED));
          return;
        }
        nextId += 1;
        pending.set(nextId, resolve);
        tell({ type: 'call', id: nextId, name, input });
      }),
    setPassword: (password: string | undefined): void =>
      tell({ type: 'password', ...(password !== undefined && { password }) }),
    /** Has the engine move the library to an empty folder; gives why it did not. The engine is then started anew. */
    move: (to: string, standardFolder: string): Promise<Failure | undefined> =>
      new Promise((resolve) => {
        if (engine === undefined || state !== 'running' || whenMoved !== undefined) {
          resolve(why ?? ENDED);
          return;
        }
        whenMoved = resolve;
        tell({ type: 'move', to, standard_folder: standardFolder });
      }),
    state: () => ({ state, ...(why !== undefined && { failure: why }) }),
    http: () => http,
    /** Pauses everything and ends the engine. */
    quit: (): Promise<void> =>
      new Promise((resolve) => {
        isQuitting = true;
        clearInterval(metrics);
        if (engine === undefined) {
          resolve();
          return;
        }
        whenEnded = resolve;
        tell({ type: 'quit' });
      }),
  };
};
export type Supervisor = ReturnType<typeof createSupervisor>;
