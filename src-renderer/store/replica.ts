import { create } from 'zustand';
import type { BatchDocument, BatchStatus } from '../../src-main/contract/batch.ts';
import type { EngineEvent } from '../../src-main/contract/events.ts';
import type { Failure } from '../../src-main/contract/failure.ts';
import type { EngineState, MemorySample, WindowEvent } from '../../src-main/contract/shell.ts';
import { bridge } from '../bridge/bridge.ts';

/** Samples of memory and throughput that a chart shows: five minutes. */
const KEPT_SAMPLES = 300;
const MINUTE_MS = 60_000;

export interface RateSample {
  readonly at: number;
  readonly documentsPerMinute: number;
}

interface Replica {
  readonly sequence: number;
  readonly engine: EngineState;
  readonly engineFailure: Failure | undefined;
  readonly memory: readonly MemorySample[];
  readonly rates: readonly RateSample[];
  readonly batches: ReadonlyMap<string, BatchStatus>;
  /** Documents of the batches that were opened, by position. */
  readonly documents: ReadonlyMap<string, readonly BatchDocument[]>;
}

/** A copy of what the engine says: a snapshot, then its events. Nothing here is decided by the window. */
export const useReplica = create<Replica>()(() => ({
  sequence: 0,
  engine: 'starting',
  engineFailure: undefined,
  memory: [],
  rates: [],
  batches: new Map(),
  documents: new Map(),
}));

/** Times at which documents ended, for the rate of the last minute. */
let endings: number[] = [];
const ENDED: ReadonlySet<string> = new Set(['processed', 'unchanged', 'duplicate', 'failed']);

const withDocument = (
  documents: Replica['documents'],
  { batch_id, position, document }: Extract<EngineEvent, { type: 'document' }>,
): Replica['documents'] => {
  const known = documents.get(batch_id);
  return known === undefined ? documents : new Map(documents).set(batch_id, known.with(position, document));
};

const applyEvent = (state: Replica, event: WindowEvent): Replica => {
  switch (event.type) {
    case 'batch':
      return {
        ...state,
        sequence: event.sequence,
        batches: new Map(state.batches).set(event.batch.batch_id, event.batch),
      };
    case 'document':
      if (ENDED.has(event.document.status)) endings.push(Date.now());
      return { ...state, sequence: event.sequence, documents: withDocument(state.documents, event) };
    case 'engine':
      return { ...state, engine: event.state, engineFailure: event.failure };
    case 'memory': {
      const now = Date.now();
      endings = endings.filter((at) => now - at < MINUTE_MS);
      const first = endings[0] ?? now;
      const minutes = Math.max(now - first, 5000) / MINUTE_MS;
      const rate = { at: event.sample.at, documentsPerMinute: endings.length / minutes };
      return {
        ...state,
        memory: [...state.memory, event.sample].slice(-KEPT_SAMPLES),
        rates: [...state.rates, rate].slice(-KEPT_SAMPLES),
      };
    }
    case 'preflight':
      return { ...state, sequence: event.sequence };
    case 'menu':
      return state;
  }
};

/** Asks for everything anew: at the start, after the engine was restarted, when an event was missed. */
const takeSnapshot = async (): Promise<void> => {
  const answer = await bridge.call('shell.snapshot', {});
  if (!answer.ok) return;
  const { sequence, engine, failure, memory, batches } = answer.value;
  useReplica.setState((state) => ({
    sequence,
    engine,
    engineFailure: failure,
    memory: memory === undefined ? state.memory : [...state.memory, memory].slice(-KEPT_SAMPLES),
    batches: new Map([...state.batches, ...batches.map((batch) => [batch.batch_id, batch] as const)]),
  }));
  await Promise.all([...useReplica.getState().documents.keys()].map(readDocuments));
};

/** Reads the documents of a batch once; events keep them current from then on. */
export const readDocuments = async (batchId: string): Promise<void> => {
  const [documents, status] = await Promise.all([
    bridge.call('batch.documents', { batch_id: batchId }),
    bridge.call('batch.status', { batch_id: batchId }),
  ]);
  useReplica.setState((state) => ({
    ...(documents.ok && { documents: new Map(state.documents).set(batchId, documents.value.documents) }),
    ...(status.ok && { batches: new Map(state.batches).set(batchId, status.value) }),
  }));
};

/** Batches and series were deleted from the history: what retried them is a retry no more. */
export const forgetBatches = (ids: readonly string[]): void => {
  const withoutOriginal = ({ retry_of: retryOf, ...batch }: BatchStatus): BatchStatus =>
    retryOf === undefined || ids.includes(retryOf) ? batch : { ...batch, retry_of: retryOf };
  useReplica.setState(({ batches }) => ({
    batches: new Map(
      [...batches].flatMap(([id, batch]) => (ids.includes(id) ? [] : [[id, withoutOriginal(batch)] as const])),
    ),
  }));
};

/** Follows the engine from now on. */
export const followEngine = (): void => {
  bridge.onEvents((events) => {
    const before = useReplica.getState().engine;
    useReplica.setState((state) => events.reduce<Replica>(applyEvent, state));
    const { engine } = useReplica.getState();
    if (engine === 'running' && before !== 'running') void takeSnapshot();
  });
  void takeSnapshot();
};
