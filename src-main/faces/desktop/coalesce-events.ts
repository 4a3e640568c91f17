import type { EngineEvent } from '../../contract/events.ts';

/** Ten times a second at the most. */
const INTERVAL_MS = 100;

const keyOf = (event: EngineEvent): string => {
  switch (event.type) {
    case 'batch':
      return event.batch.batch_id;
    case 'document':
      return `${event.batch_id} ${event.position}`;
    case 'preflight':
      return event.file.path;
  }
};

/**
 * Gathers events and passes on the last one for each batch and document, ten times a second at the most. What is passed
 * on is in the order of its numbers; a number that is missing was overtaken by a later one of the same thing.
 */
export const coalesceEvents = (
  pass: (events: EngineEvent[]) => void,
): { readonly add: (event: EngineEvent) => void } => {
  const waiting = new Map<string, EngineEvent>();
  let timer: NodeJS.Timeout | undefined;
  const flush = (): void => {
    timer = undefined;
    const events = [...waiting.values()].toSorted((a, b) => a.sequence - b.sequence);
    waiting.clear();
    pass(events);
  };
  return {
    add: (event) => {
      waiting.set(keyOf(event), event);
      timer ??= setTimeout(flush, INTERVAL_MS);
    },
  };
};
