/** The two scripts that run before every document of a window, as text. */
import { makeCodec } from './codec.ts';

/** Main world: rebuilds what contextBridge exposes; talks to the isolated world by synchronous DOM events. */
function mainWorld(secret) {
  if (window.top !== window) return;
  const [up, down] = [`${secret}:up`, `${secret}:down`];
  // `detail` is structured-cloned between the worlds.
  const dispatch = (type, detail) => document.dispatchEvent(new CustomEvent(type, { detail }));
  const callbacks = new Map();
  const pending = new Map();
  const functionIds = new WeakMap();
  let nextCallback = 1;
  let nextCall = 1;
  let answer;
  const wrapArgument = (value, depth = 0) => {
    if (typeof value === 'function') {
      let id = functionIds.get(value);
      if (id === undefined) {
        id = nextCallback++;
        functionIds.set(value, id);
        callbacks.set(id, value);
      }
      return { __cb: id };
    }
    if (value && typeof value === 'object' && depth < 5) {
      if (Array.isArray(value)) return value.map((item) => wrapArgument(item, depth + 1));
      if (Object.getPrototypeOf(value) === Object.prototype) {
        return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, wrapArgument(item, depth + 1)]));
      }
    }
    return value;
  };
  const build = (spec) => {
    if (spec.k === 'fn') return (...args) => call(spec.id, args);
    if (spec.k === 'obj') return Object.freeze(Object.fromEntries(spec.v.map(([key, item]) => [key, build(item)])));
    return spec.k === 'arr' ? spec.v.map(build) : spec.v;
  };
  const call = (id, args) => {
    const callId = nextCall++;
    answer = undefined;
    dispatch(up, { op: 'call', id, callId, args: args.map((argument) => wrapArgument(argument)) });
    const given = answer;
    answer = undefined;
    if (given === undefined) throw new Error('double: the isolated world did not answer');
    if (given.err) throw Object.assign(new Error(given.err.message), { name: given.err.name });
    if (given.promise) return new Promise((resolve, reject) => pending.set(callId, { resolve, reject }));
    return build(given.v);
  };
  document.addEventListener(down, (e) => {
    const message = (e as CustomEvent).detail;
    if (message.op === 'expose') {
      const value = build(message.spec);
      Object.defineProperty(window, message.key, { value, enumerable: true, configurable: false, writable: false });
    } else if (message.op === 'ret') answer = message;
    else if (message.op === 'settle') {
      const waiting = pending.get(message.callId);
      pending.delete(message.callId);
      if (message.err) waiting.reject(new Error(message.err.message));
      else waiting.resolve(build(message.v));
    } else if (message.op === 'cb') callbacks.get(message.id)?.(...message.args.map(build));
  });
  // window.open and target=_blank go to setWindowOpenHandler; the double knows 'deny' alone.
  window.open = (url = 'about:blank', target = '_blank', features = '') => {
    dispatch(up, { op: 'open', url: new URL(url, location.href).href, target, features });
    return null;
  };
  document.addEventListener('click', (e) => {
    const anchor = e.target instanceof Element ? (e.target.closest('a[href][target]') as HTMLAnchorElement) : null;
    if (anchor && anchor.target !== '' && anchor.target !== '_self' && !e.defaultPrevented) {
      e.preventDefault();
      window.open(anchor.href, anchor.target);
    }
  });
}

/** Isolated world: contextBridge, ipcRenderer, webUtils, and the preload bundle itself. */
function isolatedWorld(secret, info, newCodec, preload) {
  if (window.top !== window) return;
  const [up, down] = [`${secret}:up`, `${secret}:down`];
  const binding = globalThis.__electronDoubleSend;
  const pageCodec = newCodec();
  delete globalThis.__electronDoubleSend;
  const send = (message) => binding(pageCodec.encode(message));
  const dispatch = (detail) => document.dispatchEvent(new CustomEvent(down, { detail }));
  const functions = new Map();
  const callbacks = new Map();
  let nextFunction = 1;
  const isPlain = (value) => [Object.prototype, null].includes(Object.getPrototypeOf(value));
  const specOf = (value) => {
    if (typeof value === 'function') {
      const id = nextFunction++;
      functions.set(id, value);
      return { k: 'fn', id };
    }
    if (Array.isArray(value)) return { k: 'arr', v: value.map(specOf) };
    if (value && typeof value === 'object' && isPlain(value)) {
      return { k: 'obj', v: Object.entries(value).map(([key, item]) => [key, specOf(item)]) };
    }
    // Of primitives a symbol alone cannot be cloned, and throws here as in Electron.
    const isPrimitive = Object(value) !== value && typeof value !== 'symbol';
    return { k: 'v', v: isPrimitive ? value : structuredClone(value) };
  };
  const unwrap = (value) => {
    if (!value || typeof value !== 'object') return value;
    if (value.__cb) {
      let callback = callbacks.get(value.__cb);
      if (callback === undefined) {
        callback = (...args) => dispatch({ op: 'cb', id: value.__cb, args: args.map(specOf) });
        callbacks.set(value.__cb, callback);
      }
      return callback;
    }
    if (Array.isArray(value)) return value.map(unwrap);
    if (!isPlain(value)) return value;
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, unwrap(item)]));
  };
  const errorOf = (error) => ({ name: error?.name ?? 'Error', message: error?.message ?? String(error) });
  const settle = async (callId, result) => {
    try {
      dispatch({ op: 'settle', callId, v: specOf(await result) });
    } catch (error) {
      dispatch({ op: 'settle', callId, err: errorOf(error) });
    }
  };
  document.addEventListener(up, (e) => {
    const message = (e as CustomEvent).detail;
    if (message.op === 'open') {
      send({ op: 'open', url: message.url, target: message.target, features: message.features });
      return;
    }
    try {
      const result = functions.get(message.id)(...message.args.map(unwrap));
      if (result && typeof result.then === 'function') {
        dispatch({ op: 'ret', promise: true });
        void settle(message.callId, result);
      } else dispatch({ op: 'ret', v: specOf(result) });
    } catch (error) {
      dispatch({ op: 'ret', err: errorOf(error) });
    }
  });

  const listeners = new Map();
  const ipcRenderer = {
    on(channel, listener) {
      listeners.set(channel, [...(listeners.get(channel) ?? []), listener]);
      return ipcRenderer;
    },
    off(channel, listener) {
      listeners.set(
        channel,
        (listeners.get(channel) ?? []).filter((one) => one !== listener),
      );
      return ipcRenderer;
    },
    invoke: (channel, ...args) =>
      new Promise((resolve, reject) => {
        const id = nextInvoke++;
        invokes.set(id, { resolve, reject });
        try {
          send({ op: 'invoke', id, channel, args });
        } catch (error) {
          invokes.delete(id);
          reject(error);
        }
      }),
    send: (channel, ...args) => send({ op: 'send', channel, args }),
  };
  let nextInvoke = 1;
  const invokes = new Map();
  // The double answers this while the page stands at `debugger`: truly synchronous, and no CSP is in the way.
  function __doubleGetPath(_file) {
    // Set from outside while the page stands still.
    let result = '';
    debugger;
    return result;
  }
  const missing = (target, name) =>
    new Proxy(target, {
      get: (object, key) => {
        if (typeof key !== 'symbol' && !(key in object))
          throw new Error(`${name}.${key} is not in the Electron double`);
        return object[key];
      },
    });
  const electron = {
    contextBridge: missing(
      { exposeInMainWorld: (key, api) => dispatch({ op: 'expose', key, spec: specOf(api) }) },
      'contextBridge',
    ),
    ipcRenderer: missing(ipcRenderer, 'ipcRenderer'),
    webUtils: missing({ getPathForFile: (file) => __doubleGetPath(file) }, 'webUtils'),
  };
  globalThis.__electronDoubleReceive = (text) => {
    const message = pageCodec.decode(text);
    if (message.op === 'settle') {
      const waiting = invokes.get(message.id);
      invokes.delete(message.id);
      if (message.error === undefined) waiting.resolve(message.value);
      else waiting.reject(new Error(message.error));
    } else if (message.op === 'event') {
      for (const listener of listeners.get(message.channel) ?? [])
        listener({ sender: ipcRenderer, ports: [] }, ...message.args);
    }
  };
  const allowed = { electron, 'electron/renderer': electron, 'electron/common': electron };
  const require = (id) => {
    const found = allowed[id];
    // Electron's sandboxed require says the same.
    if (!found) throw new Error(`module not found: ${id}`);
    return found;
  };
  const commonJs = { exports: {} };
  const process = {
    platform: info.platform,
    arch: info.arch,
    versions: info.versions,
    type: 'renderer',
    sandboxed: true,
    contextIsolated: true,
  };
  try {
    preload(require, commonJs, commonJs.exports, process);
  } catch (error) {
    console.error(`Unable to load preload script: ${info.preloadPath}\n${error?.stack ?? error}`);
    send({ op: 'preload-error', message: errorOf(error).message });
  }
}

export const mainWorldSource = (secret: string): string => `(${mainWorld})(${JSON.stringify(secret)});`;

export const isolatedWorldSource = (
  secret: string,
  info: { readonly preloadPath: string },
  preloadText: string,
): string =>
  `(${isolatedWorld})(${JSON.stringify(secret)}, ${JSON.stringify(info)}, ${makeCodec}, function (require, module, exports, process) {${preloadText}\n});\n//# sourceURL=${info.preloadPath}`;
