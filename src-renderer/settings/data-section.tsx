import { useEffect, useState } from 'react';
import type { BridgeOutput } from '../../src-main/contract/bridge.ts';
import { bridge, callOrShow } from '../bridge/bridge.ts';
import { Spoken } from '../components/spoken.tsx';
import { messages } from '../messages/messages.ts';
import { useReplica } from '../store/replica.ts';
import { useUi } from '../store/ui.ts';

type Busy = 'backing_up' | 'moving' | undefined;

/** Where the library is and how large, a backup of it, and its move to another folder. */
export const DataSection = () => {
  const engine = useReplica((state) => state.engine);
  const showDone = useUi((state) => state.showDone);
  const [data, setData] = useState<BridgeOutput<'shell.data_folder'>>();
  const [library, setLibrary] = useState<BridgeOutput<'library.summary'>>();
  const [busy, setBusy] = useState<Busy>();
  const read = async (): Promise<void> => {
    const [folder, summary] = await Promise.all([
      bridge.call('shell.data_folder', {}),
      bridge.call('library.summary', {}),
    ]);
    if (folder.ok) setData(folder.value);
    if (summary.ok) setLibrary(summary.value);
  };
  useEffect(() => void read(), [engine]);
  if (data === undefined) return null;
  const text = messages.dataFolder;
  const isDisabled = busy !== undefined || engine !== 'running';
  const backUp = async (): Promise<void> => {
    setBusy('backing_up');
    const made = await callOrShow('shell.back_up', {});
    setBusy(undefined);
    if (made?.file !== undefined) showDone(text.backedUp(made.file, made.size_bytes ?? 0));
    await read();
  };
  const move = async (): Promise<void> => {
    setBusy('moving');
    const moved = await callOrShow('shell.move_data', {});
    setBusy(undefined);
    if (moved?.folder === undefined) return;
    showDone(text.moved(moved.folder), [text.kept(moved.previous_folder ?? '')]);
    await read();
  };
  return (
    <section className="card settings-group" aria-label={text.title}>
      <h2>{text.title}</h2>
      <p className="breakable">{text.folder(data.folder, data.size_bytes)}</p>
      {library !== undefined && (
        <p className="muted">{messages.settings.librarySize(library.documents_count, library.size_bytes)}</p>
      )}
      {data.previous_folder !== undefined && <p className="muted breakable">{text.kept(data.previous_folder)}</p>}
      <div className="buttons">
        <button type="button" className="button" disabled={isDisabled} onClick={() => void backUp()}>
          {text.backUp}
        </button>
        <button type="button" className="button" disabled={isDisabled || data.is_fixed} onClick={() => void move()}>
          {text.move}
        </button>
      </div>
      <Spoken className="muted small">
        {busy === undefined ? (data.is_fixed ? text.fixed : text.hint) : text.busy[busy]}
      </Spoken>
    </section>
  );
};
