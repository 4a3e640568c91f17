import path from 'node:path';
import { COMMANDS, type CommandName } from '../../contract/commands.ts';
import { createEngine, type Engine } from '../../engine/engine.ts';
import { failure } from '../../contract/failure.ts';
import { pointToDataFolder } from '../../engine/library/locate-data-folder.ts';
import { checkPlaces, moveLibrary } from '../../engine/library/move-library.ts';
import { createFileLog } from '../../engine/logging/file-log.ts';
import { coalesceEvents } from './coalesce-events.ts';
import { createHttpSwitch, type HttpSwitch } from './http-switch.ts';
import { toEngineSchema, type FromEngine, type ToEngine } from './engine-protocol.ts';
import { createExtractorStarter } from './extractor-starter.ts';

/** The engine of the desktop app, in a utility process: the same as on the command line, with main as its face. */

const MEMORY_EVERY_MS = 1000;
/** At the end everything in hand gets so long to pause. */
const QUIT_PATIENCE_MS = 8000;

const { parentPort } = process;
const send = (message: FromEngine): void => parentPort.postMessage(message);
const extractors = createExtractorStarter(send);

let engine: Engine | undefined;
let password: string | undefined;
let otherBytes = 0;
let http: HttpSwitch | undefined;
let dataFolder = '';

const start = async ({
  data_folder,
  environment,
  is_restart,
  password: given,
}: Extract<ToEngine, { type: 'start' }>) => {
  password = given;
  dataFolder = data_folder;
  const logFolder = path.join(data_folder, 'logs');
  const log = createFileLog(logFolder, 'engine');
  const created = createEngine({
    dataFolder: data_folder,
    environment,
    startExtractor: extractors.start,
    secrets: { readNeo4jPassword: () => Promise.resolve(password) },
    log,
    otherResidentBytes: () => otherBytes,
  });
  if (!created.ok) {
    send({ type: 'failed', failure: created.failure });
    return;
  }
  engine = created.value;
  const events = coalesceEvents((coalesced) => send({ type: 'events', events: coalesced }));
  engine.subscribe(events.add);
  setInterval(() => {
    const resident = engine?.residentBytes();
    if (resident !== undefined) send({ type: 'memory', sample: { at: Date.now(), ...resident } });
  }, MEMORY_EVERY_MS);
  http = createHttpSwitch(created.value, data_folder, send);
  await http.update();
  // What an engine that crashed was running goes on by itself; what a person left waits for that person.
  if (is_restart) await engine.call('batch.resume', {});
  send({ type: 'ready', log_folder: logFolder });
};

const isCommand = (name: string): name is CommandName => Object.hasOwn(COMMANDS, name);

const call = async ({ id, name, input }: Extract<ToEngine, { type: 'call' }>): Promise<void> => {
  try {
    if (engine === undefined || !isCommand(name)) throw new Error(`The engine cannot do ${name}`);
    // The engine parses every input by the contract.
    const result = await engine.call(name, input as never);
    if (name === 'settings.write') await http?.update();
    send({ type: 'answer', id, result });
  } catch (error) {
    send({ type: 'broke', id, message: error instanceof Error ? (error.stack ?? error.message) : String(error) });
  }
};

/** States of a batch in which nothing of it happens by itself. */
const AT_REST = new Set(['paused', 'interrupted']);

/**
 * Moves the library while nobody uses it: this process lets it go, holds its lock while it copies, and is then ended by
 * main, which starts another one.
 */
const move = async ({ to, standard_folder }: Extract<ToEngine, { type: 'move' }>): Promise<void> => {
  const open = await engine?.call('batch.open', {});
  if (engine === undefined || open?.ok !== true || !open.value.batches.every(({ state }) => AT_REST.has(state))) {
    const message = 'The data folder cannot be moved while a batch runs or waits.';
    const hint = 'Pause the batch, or wait until it has ended.';
    send({ type: 'moved', is_closed: false, failure: failure('INVALID_STATE', 'store', message, hint) });
    return;
  }
  const places = checkPlaces(dataFolder, to);
  if (!places.ok) {
    send({ type: 'moved', is_closed: false, failure: places.failure });
    return;
  }
  engine.pauseAll('Paused when the data folder was moved.');
  await engine.idle();
  await http?.close();
  engine.close();
  engine = undefined;
  const moved = await moveLibrary(dataFolder, to, () => pointToDataFolder(standard_folder, to, dataFolder));
  send({ type: 'moved', is_closed: true, ...(!moved.ok && { failure: moved.failure }) });
};

const quit = async (): Promise<void> => {
  setTimeout(() => process.exit(0), QUIT_PATIENCE_MS).unref();
  engine?.pauseAll('Paused when Stevedore was closed.');
  await engine?.idle();
  await http?.close();
  engine?.close();
  process.exit(0);
};

parentPort.on('message', ({ data, ports }) => {
  const message = toEngineSchema.parse(data);
  switch (message.type) {
    case 'start':
      void start(message);
      return;
    case 'call':
      void call(message);
      return;
    case 'password':
      password = message.password;
      return;
    case 'resident_bytes':
      otherBytes = message.others;
      extractors.onResidentBytes(message.extractor);
      return;
    case 'move':
      void move(message);
      return;
    case 'quit':
      void quit();
      return;
    case 'extractor_started':
      extractors.onStarted(message.id, message.pid, ports[0]);
      return;
    case 'extractor_exited':
      extractors.onExited(message.id, message.code, message.last_output);
  }
});
