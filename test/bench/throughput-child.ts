import { z } from 'zod';
import { runBare } from './run-bare.ts';
import { startMeasuredEngine } from './run-engine.ts';

/** One side of the comparison: reads the files it is told and answers with its CPU seconds since it started. */
const paths = z.array(z.string());
const answer = (cpuSeconds: number): void => void process.send?.(cpuSeconds);

const ownCpuSeconds = (): number => {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1e6;
};

if (process.argv[2] === 'engine') {
  const engine = startMeasuredEngine();
  process.on('message', (message) => void engine.load(paths.parse(message)).then(() => answer(engine.cpuSeconds())));
  process.on('disconnect', engine.close);
} else {
  process.on('message', (message) => {
    void runBare(paths.parse(message)).then(() => answer(ownCpuSeconds()));
  });
}
