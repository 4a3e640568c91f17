import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  decideOnMemory,
  type GuardAction,
  type GuardDecision,
  type GuardState,
} from '../../../../src-main/engine/memory/guard-decision.ts';

const LIMIT = 1000;
const STATES = ['calm', 'near', 'over'] as const;

/** The decisions on a series of samples, from the beginning. */
const decideOnAll = (samples: readonly number[]): GuardDecision[] => {
  let state: GuardState = 'calm';
  return samples.map((sample) => {
    const decision = decideOnMemory(state, sample, LIMIT);
    ({ state } = decision);
    return decision;
  });
};

const NEAR: GuardAction[] = ['warn_near', 'recycle'];
const OVER: GuardAction[] = ['warn_over', 'kill'];

describe('decideOnMemory', () => {
  it.each<[GuardState, number, GuardState, GuardAction[]]>([
    ['calm', 0, 'calm', []],
    ['calm', 799, 'calm', []],
    ['calm', 800, 'near', NEAR],
    ['calm', 999, 'near', NEAR],
    ['calm', 1000, 'over', [...NEAR, ...OVER]],
    ['near', 900, 'near', []],
    ['near', 700, 'near', []],
    ['near', 699, 'calm', []],
    ['near', 1000, 'over', OVER],
    ['over', 5000, 'over', []],
    ['over', 900, 'over', []],
    ['over', 899, 'near', []],
    ['over', 700, 'near', []],
    ['over', 699, 'calm', []],
  ])('%s at %i of 1000 becomes %s', (state, sample, next, actions) => {
    expect(decideOnMemory(state, sample, LIMIT)).toEqual({ state: next, actions });
  });

  it('acts once for each crossing, however long memory stays there', () => {
    const actions = decideOnAll([500, 850, 870, 840, 820, 900, 1001, 1100, 990, 950, 850, 600, 830]).map(
      (decision) => decision.actions,
    );
    expect(actions).toEqual([[], NEAR, [], [], [], [], OVER, [], [], [], [], [], NEAR]);
  });

  it('is over at the limit and calm below 70 %, whatever came before', () => {
    fc.assert(
      fc.property(fc.constantFrom(...STATES), fc.nat({ max: 3000 }), (state, sample) => {
        const { state: next } = decideOnMemory(state, sample, LIMIT);
        if (sample >= LIMIT) expect(next).toBe('over');
        if (sample < 0.7 * LIMIT) expect(next).toBe('calm');
        if (sample >= 0.8 * LIMIT) expect(next).not.toBe('calm');
      }),
    );
  });

  it('does not act again while memory swings by less than a tenth of the limit', () => {
    fc.assert(
      fc.property(fc.integer({ min: 600, max: 1100 }), fc.array(fc.nat({ max: 99 })), (lowest, swings) => {
        const actions = decideOnAll(swings.map((swing) => lowest + swing)).flatMap((decision) => decision.actions);
        expect(new Set(actions).size).toBe(actions.length);
      }),
    );
  });

  it('warns before it recycles and before it kills, and kills only when the limit is reached', () => {
    fc.assert(
      fc.property(fc.array(fc.nat({ max: 1500 })), (samples) => {
        decideOnAll(samples).forEach(({ actions }, index) => {
          expect([[], NEAR, OVER, [...NEAR, ...OVER]]).toContainEqual(actions);
          if (actions.includes('kill')) expect(samples[index]).toBeGreaterThanOrEqual(LIMIT);
        });
      }),
    );
  });
});
