import { startScript, type ScriptedExtractor } from './start-script.ts';

/** Extractors that give one paragraph for any file and take so long for each. */
export const slowExtractor = (slowMs: number): ScriptedExtractor =>
  startScript(`
    process.on('message', ({ type }) => {
      if (type === 'continue') return process.send({ type: 'end', kind: 'text', outcome: { ok: true } });
      const part = { blocks: [{ kind: 'paragraph', text: 'words' }], warnings: [] };
      setTimeout(() => process.send({ type: 'part', part }), ${slowMs});
    });`);
