import { serveFork } from './serve-fork.ts';

/** The extractor of the command line. */
await serveFork();
