import { syncBuiltinESMExports } from 'node:module';
import process from 'node:process';

/**
 * Shuts what an extractor never needs: connections, name look-ups, listening, other processes, threads. Loaded before
 * every parser, so that each of them finds these doors shut: an attempt throws, and the document fails.
 *
 * This stops a parser that follows a link in a document. It is no wall against code that a hostile file has got to run
 * in the process: what that can reach is limited by the allow-listed environment and by Node's permission model, which
 * forbids it files to write, processes and native modules.
 */

/**
 * The lowest functions of each module that every other one goes through: http, https, http2, tls and undici all end in
 * Socket.prototype.connect, and `exec`, `execFile` and `fork` in ChildProcess.prototype.spawn.
 */
const SHUT_METHODS = [
  ['node:net', 'Socket', ['connect']],
  ['node:net', 'Server', ['listen']],
  ['node:dgram', 'Socket', ['bind', 'connect', 'send']],
  ['node:child_process', 'ChildProcess', ['spawn']],
] as const;
const SHUT_FUNCTIONS = [
  ['node:child_process', ['spawnSync', 'execSync', 'execFileSync']],
  ['node:worker_threads', ['Worker']],
  ['node:inspector', ['open']],
] as const;
/** These fail anyhow at the socket; here their message says why. */
const SHUT_GLOBALS = ['fetch', 'WebSocket', 'EventSource'] as const;
/** The ways round the modules above. */
const SHUT_OF_PROCESS = ['binding', 'dlopen'] as const;

const deny = (name: string): (() => never) =>
  function denied(): never {
    throw new Error(`The extractor may not use ${name}: it reads one file and nothing else.`);
  };

/**
 * For good: what patches its imports cannot open the door again. Deleted first because a global that Node makes when it
 * is first looked at would be made for this: 80 ms and 15 MB for WebSocket.
 */
const shut = (owner: object, property: string, name: string): void => {
  Reflect.deleteProperty(owner, property);
  const descriptor = { value: deny(name), writable: false, configurable: false, enumerable: true };
  Object.defineProperty(owner, property, descriptor);
};

/** Fetched by name, not imported: the engine has no use for any of these modules. */
const builtin = (name: string): object => {
  const found: unknown = process.getBuiltinModule(name);
  if (typeof found !== 'object' || found === null) throw new Error(`Node has no module ${name}`);
  return found;
};

const prototypeOf = (moduleName: string, className: string): object => {
  const found: unknown = Reflect.get(builtin(moduleName), className);
  const prototype: unknown = typeof found === 'function' ? found.prototype : undefined;
  if (typeof prototype !== 'object' || prototype === null) throw new Error(`${moduleName} has no class ${className}`);
  return prototype;
};

const functionNames = (owner: object): string[] =>
  Object.keys(owner).filter((name) => typeof Reflect.get(owner, name) === 'function');

for (const [moduleName, className, methods] of SHUT_METHODS) {
  for (const method of methods) shut(prototypeOf(moduleName, className), method, `${moduleName} (${method})`);
}
for (const [moduleName, names] of SHUT_FUNCTIONS) {
  for (const name of names) shut(builtin(moduleName), name, `${moduleName} (${name})`);
}
// Name look-ups go to the system without any socket of Node's.
for (const moduleName of ['node:dns', 'node:dns/promises']) {
  for (const name of functionNames(builtin(moduleName))) shut(builtin(moduleName), name, `${moduleName} (${name})`);
}
for (const name of SHUT_GLOBALS) shut(globalThis, name, name);
for (const name of SHUT_OF_PROCESS) shut(process, name, `process.${name}`);
syncBuiltinESMExports();
