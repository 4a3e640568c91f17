import { expect, it } from 'vitest';
import { makeCodec } from './codec.ts';
import { MessageChannelMain } from './message-channel.ts';
import { event, notInDouble, strict } from './state.ts';

it('carries what structured clone carries', () => {
  const { encode, decode } = makeCodec();
  const value = {
    text: 'ä',
    none: undefined,
    nothing: null,
    date: new Date(5),
    map: new Map([[1, { a: [1n] }]]),
    set: new Set(['x']),
    bytes: new Uint8Array([1, 2, 255]),
    numbers: [Number.NaN, -0, Infinity],
    pattern: /x/gu,
    $t: 'a key of ours',
  };
  expect(decode(encode(value))).toEqual(value);
  expect(Object.is(decode(encode(-0)), -0)).toBe(true);
  expect(decode(encode(new RangeError('on purpose')))).toBeInstanceOf(RangeError);
  expect(() => encode(() => undefined)).toThrow(/could not be cloned/u);
});

it('throws for a member that is not there', () => {
  const guarded = strict({ known: () => 1 }, 'thing');
  expect(guarded.known()).toBe(1);
  expect(() => Reflect.get(guarded, 'unknown')).toThrow(notInDouble('thing.unknown').message);
  const one = event();
  one.preventDefault();
  expect(one.defaultPrevented).toBe(true);
});

it('passes messages over a channel once its end has started, and says when the other end is closed', async () => {
  const { port1, port2 } = new MessageChannelMain();
  const received = [];
  port2.on('message', ({ data }) => received.push(data));
  port1.postMessage({ a: new Map([[1, 2]]) });
  await new Promise((resolve) => setImmediate(resolve));
  expect(received).toEqual([]);
  port2.start();
  expect(received).toEqual([{ a: new Map([[1, 2]]) }]);
  const closed = new Promise((resolve) => port2.once('close', resolve));
  port1.close();
  await closed;
  expect(() => port1.postMessage({}, [port2])).toThrow(/not in the Electron double/u);
});
