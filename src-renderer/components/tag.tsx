import type { ReactNode } from 'react';

export type Tone = 'ok' | 'warn' | 'bad' | 'run' | 'off';

const SIGNS: Readonly<Record<Tone, string>> = { ok: '✓', warn: '!', bad: '✕', run: '●', off: '=' };

/** A status by sign and word; the colour only repeats them. */
export const Tag = ({ tone, children, title }: { tone: Tone; children: ReactNode; title?: string }) => (
  <span className={`tag ${tone}`} title={title}>
    <span aria-hidden="true">{SIGNS[tone]} </span>
    {children}
  </span>
);
