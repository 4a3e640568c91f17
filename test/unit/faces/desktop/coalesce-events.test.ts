import { setTimeout as sleep } from 'node:timers/promises';
import { expect, it } from 'vitest';
import type { EngineEvent } from '../../../../src-main/contract/events.ts';
import { coalesceEvents } from '../../../../src-main/faces/desktop/coalesce-events.ts';
import { load, testEngine } from '../../../support/test-engine.ts';
import { manyFiles } from '../../../support/many-files.ts';

it('passes on the last event of everything, in order, ten times a second at the most', async () => {
  const passed: EngineEvent[][] = [];
  const { add } = coalesceEvents((events) => passed.push(events));
  const { engine } = testEngine();
  const all: EngineEvent[] = [];
  engine.subscribe((event) => {
    all.push(event);
    add(event);
  });
  const began = performance.now();
  const { status } = await load(engine, manyFiles(30));
  const took = performance.now() - began;
  await sleep(150);
  const events = passed.flat();
  expect(events.length).toBeLessThan(all.length);
  expect(passed.length).toBeLessThanOrEqual(Math.ceil(took / 100) + 2);
  expect(events.map(({ sequence }) => sequence)).toEqual(
    events.map(({ sequence }) => sequence).toSorted((a, b) => a - b),
  );
  const last = new Map(events.map((event) => [event.type === 'document' ? event.position : event.type, event]));
  expect(last.get('batch')).toMatchObject({ batch: { state: status.state, processed_count: 30 } });
  for (let position = 0; position < 30; position += 1) {
    expect(last.get(position)).toMatchObject({ document: { status: 'processed' } });
  }
});
