import { useState, type DragEvent } from 'react';
import type { Preflight } from '../../src-main/contract/preflight.ts';
import { bridge } from '../bridge/bridge.ts';
import { Spoken } from '../components/spoken.tsx';
import { failureWords } from '../messages/failure-words.ts';
import { messages } from '../messages/messages.ts';
import { addItems, pickInto, useNewBatch } from '../store/new-batch.ts';
import { ActionBar } from './action-bar.tsx';
import { PastePath } from './paste-path.tsx';
import { partialPreflight, rowsOf, TABS, type Tab } from './preflight-rows.ts';
import { PreflightTable } from './preflight-table.tsx';
import { useIsWelcome } from './use-is-welcome.ts';
import { Welcome } from './welcome.tsx';
import { SelectionStrip } from './selection-strip.tsx';

const PickButtons = ({ onPaste }: { onPaste: () => void }) => (
  <div className="buttons">
    <button type="button" className="button" onClick={() => void pickInto('files')}>
      {messages.newBatch.addFiles}
    </button>
    <button type="button" className="button" onClick={() => void pickInto('folders')}>
      {messages.newBatch.addFolder}
    </button>
    <button type="button" className="button" onClick={onPaste}>
      {messages.newBatch.pastePath}
    </button>
  </div>
);

const Checked = ({ preflight }: { preflight: Preflight }) => {
  const [tab, setTab] = useState<Tab>('all');
  const [filter, setFilter] = useState('');
  return (
    <>
      <div className="tabs">
        <div className="buttons" role="group" aria-label={messages.newBatch.tableLabel}>
          {TABS.map((one) => (
            <button key={one} type="button" className="tab" aria-pressed={tab === one} onClick={() => setTab(one)}>
              {messages.newBatch.tabs[one]}
              <b>{rowsOf(preflight, one).length}</b>
            </button>
          ))}
        </div>
        <input
          type="search"
          className="field"
          aria-label={messages.newBatch.filter}
          placeholder={messages.newBatch.filter}
          value={filter}
          onChange={({ target }) => setFilter(target.value)}
        />
      </div>
      {preflight.warnings.length > 0 && (
        <div className="reason">
          {preflight.warnings.map((warning) => (
            <p key={warning}>{warning}</p>
          ))}
        </div>
      )}
      <PreflightTable preflight={preflight} tab={tab} filter={filter} />
      <ActionBar preflight={preflight} />
    </>
  );
};

/** Pick, look, correct, load. */
export const NewBatchScreen = () => {
  const { preflight: whole, checked, checkTotal, refusal, isChecking, items } = useNewBatch();
  const preflight = whole ?? (isChecking && checked.length > 0 ? partialPreflight(checked) : undefined);
  const isWelcome = useIsWelcome();
  const [isPasting, setPasting] = useState(false);
  const [isDropping, setDropping] = useState(false);
  const onDrop = async (event: DragEvent) => {
    event.preventDefault();
    setDropping(false);
    addItems(await bridge.pickDropped([...event.dataTransfer.files]));
  };
  return (
    <div
      className={`screen ${isDropping ? 'dropping' : ''}`}
      onDragOver={(event) => {
        event.preventDefault();
        setDropping(true);
      }}
      onDragLeave={() => setDropping(false)}
      onDrop={(event) => void onDrop(event)}
    >
      <header className="head">
        <h1>{messages.app.newBatch}</h1>
        <Spoken className="muted grow">
          {isChecking
            ? messages.newBatch.checkingOf(checked.length, checkTotal)
            : preflight !== undefined && messages.newBatch.size(preflight.total_documents, preflight.size_bytes)}
        </Spoken>
        <PickButtons onPaste={() => setPasting(true)} />
      </header>
      <SelectionStrip />
      {refusal !== undefined && (
        <div className="notices">
          <div className="notice failure" role="alert">
            <div>
              <b>{failureWords(refusal).message}</b>
              <p className="muted">{failureWords(refusal).hint}</p>
            </div>
          </div>
        </div>
      )}
      {preflight === undefined ? (
        <div className="drop">
          {items.length === 0 && isWelcome && <Welcome />}
          {items.length === 0 && !isWelcome && (
            <>
              <h2>{messages.newBatch.emptyTitle}</h2>
              <p className="muted">{messages.newBatch.emptyText}</p>
            </>
          )}
          {isChecking && <p>{messages.newBatch.checking}</p>}
        </div>
      ) : (
        <Checked preflight={preflight} />
      )}
      {isPasting && <PastePath onClose={() => setPasting(false)} />}
    </div>
  );
};
