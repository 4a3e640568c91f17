import { useEffect, useRef, type ReactNode } from 'react';
import { useUi } from '../store/ui.ts';

/** A text that still changes, at every key or with every file, is not said yet. */
const SETTLED_MS = 700;

/** Text of which each change is said aloud, once it has settled, by the one live region. */
export const Spoken = ({ className = '', children }: { className?: string; children: ReactNode }) => {
  const element = useRef<HTMLDivElement>(null);
  const before = useRef<string>(undefined);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(() => {
    const text = element.current?.textContent ?? '';
    const isChanged = before.current !== undefined && before.current !== text;
    before.current = text;
    if (!isChanged) return;
    clearTimeout(timer.current);
    if (text !== '') timer.current = setTimeout(() => useUi.getState().say(text), SETTLED_MS);
  });
  useEffect(() => () => clearTimeout(timer.current), []);
  return (
    <div ref={element} className={className}>
      {children}
    </div>
  );
};
