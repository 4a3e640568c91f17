import { useEffect, useState } from 'react';
import { bridge } from '../bridge/bridge.ts';
import { Spoken } from '../components/spoken.tsx';
import { messages } from '../messages/messages.ts';
import type { SettingName } from './setting-fields.ts';

/** How many documents other chunks would extract again, and when. */
export const AgainNote = ({ textOf }: { textOf: (name: SettingName) => string }) => {
  const [size, overlap] = [Number(textOf('chunk_size')), Number(textOf('chunk_overlap'))];
  const [count, setCount] = useState<number>();
  useEffect(() => {
    let isCurrent = true;
    const read = async (): Promise<void> => {
      const answer = await bridge.call('library.outdated', { chunk_size: size, chunk_overlap: overlap });
      if (isCurrent && answer.ok) setCount(answer.value.documents_count);
    };
    void read();
    return () => {
      isCurrent = false;
    };
  }, [size, overlap]);
  return <Spoken>{count !== undefined && <p className="reason">{messages.settings.again(count)}</p>}</Spoken>;
};
