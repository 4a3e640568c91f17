import { InvalidArgumentError, Option } from 'commander';
import type { Engine } from '../../engine/engine.ts';
import type { EngineEvent } from '../../contract/events.ts';
import { noteLine } from './output.ts';

const DEFAULT_SECONDS = 300;

const parseSeconds = (text: string): number => {
  const seconds = Number(text);
  if (!Number.isFinite(seconds) || seconds < 0) throw new InvalidArgumentError('It must be a number of seconds.');
  return seconds;
};

/** How long a command waits for a Neo4j database that is away before it pauses what it does and ends. */
export const targetWaitOption = (): Option =>
  new Option('--target-wait <seconds>', 'how long to wait for a Neo4j database that is away, once all else is done')
    .argParser(parseSeconds)
    .default(DEFAULT_SECONDS);

/** Why a batch waits for its target, or undefined when it does not. */
const waitingReason = (event: EngineEvent): string | undefined => {
  if (event.type !== 'batch') return undefined;
  const { state, state_reason, publication } = event.batch;
  if (state === 'waiting_for_target') return state_reason ?? '';
  return publication?.asked === true ? publication.reason : undefined;
};

/**
 * Says when the target of a batch goes away and comes back. When it stays away although nothing else is left to do,
 * everything is paused: a script must not hang for ever.
 */
export const pauseWhenTargetStaysAway = (
  engine: Engine,
  waitSeconds: number,
): { readonly show: (event: EngineEvent) => void; readonly stop: () => void } => {
  let timer: NodeJS.Timeout | undefined;
  let reason: string | undefined;
  const arm = (): void => {
    clearTimeout(timer);
    timer = setTimeout(() => {
      engine.pauseAll(`The Neo4j database stayed away: ${reason ?? ''}`, 'TARGET_UNAVAILABLE');
    }, waitSeconds * 1000);
  };
  return {
    show: (event) => {
      if (event.type === 'document') {
        // Something else still gets on.
        if (timer !== undefined) arm();
        return;
      }
      if (event.type !== 'batch') return;
      const waiting = waitingReason(event);
      if (waiting !== undefined && timer === undefined) {
        noteLine(waiting);
        reason = waiting;
        arm();
      } else if (waiting === undefined && timer !== undefined) {
        clearTimeout(timer);
        timer = undefined;
        if (event.batch.state === 'running') noteLine('The Neo4j database is back.');
      }
    },
    stop: () => clearTimeout(timer),
  };
};
