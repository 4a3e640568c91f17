/**
 * - `calm`: there is room.
 * - `near`: 80 % of the limit was reached; it was said once, and the extractor is replaced before the next document.
 * - `over`: the limit was reached; no batch is taken and no document begins.
 */
export type GuardState = 'calm' | 'near' | 'over';

/** `warn_near` and `warn_over` are log lines; `recycle` and `kill` are about the extractor. */
export type GuardAction = 'warn_near' | 'recycle' | 'warn_over' | 'kill';

export interface GuardDecision {
  readonly state: GuardState;
  /** What to do now, in this order. */
  readonly actions: readonly GuardAction[];
}

/** Shares of the limit. Memory must fall by a tenth of the limit before a state is left, so that none of them flaps. */
const NEAR = 0.8;
const CALM_AGAIN = 0.7;
const OVER = 1;
const NOT_OVER_AGAIN = 0.9;

const stateAfter = (state: GuardState, share: number): GuardState => {
  if (share >= OVER || (state === 'over' && share >= NOT_OVER_AGAIN)) return 'over';
  if (share >= NEAR || (state !== 'calm' && share >= CALM_AGAIN)) return 'near';
  return 'calm';
};

const NEAR_ACTIONS = ['warn_near', 'recycle'] as const;
const OVER_ACTIONS = ['warn_over', 'kill'] as const;

/**
 * What the memory guard does after a sample; pure. Each line is acted on once when it is crossed upwards, also when one
 * sample crosses both, and not again before memory has fallen well below it.
 *
 * Source of 80 % and 100 %: the section "Memory" in docs/batch-ingestion.md; the distances back down are ours.
 *
 * @param state after the sample before; `calm` at first
 * @param residentBytes of all our processes together
 */
export const decideOnMemory = (state: GuardState, residentBytes: number, limitBytes: number): GuardDecision => {
  const next = stateAfter(state, residentBytes / limitBytes);
  return {
    state: next,
    actions: [
      ...(state === 'calm' && next !== 'calm' ? NEAR_ACTIONS : []),
      ...(state !== 'over' && next === 'over' ? OVER_ACTIONS : []),
    ],
  };
};
