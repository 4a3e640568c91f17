import { useState } from 'react';
import type { DocumentDetails } from '../../src-main/contract/library.ts';
import { callOrShow } from '../bridge/bridge.ts';
import { messages } from '../messages/messages.ts';
import { formatBytes, formatDateTime } from '../messages/format.ts';
import { publishPending } from '../store/library.ts';
import { useUi } from '../store/ui.ts';
import { EditMetadataDialog } from './edit-metadata-dialog.tsx';
import { RemoveDialog } from './remove-dialog.tsx';

interface DocumentAsideProps {
  readonly details: DocumentDetails;
  readonly onEdited: (details: DocumentDetails) => void;
}

const Facts = ({ details }: { details: DocumentDetails }) => (
  <dl>
    {Object.entries(details.metadata).map(([field, value]) => (
      <div key={field}>
        <dt>{field.replaceAll('_', ' ')}</dt>
        <dd>{Array.isArray(value) ? value.join(', ') : String(value)}</dd>
      </div>
    ))}
    <div>
      <dt>{messages.reader.size}</dt>
      <dd>{formatBytes(details.size_bytes)}</dd>
    </div>
    <div>
      <dt>{messages.reader.loaded}</dt>
      <dd>{formatDateTime(details.loaded_at)}</dd>
    </div>
    {details.publication !== undefined && (
      <div>
        <dt>Neo4j</dt>
        <dd>{messages.reader.publications[details.publication]}</dd>
      </div>
    )}
  </dl>
);

/** All that is known of a document beside its text, and what can be done with it. */
export const DocumentAside = ({ details, onEdited }: DocumentAsideProps) => {
  const show = useUi((state) => state.show);
  const showDone = useUi((state) => state.showDone);
  const [dialog, setDialog] = useState<'edit' | 'remove'>();
  const id = { document_id: details.document_id };
  const edited = (now: DocumentDetails) => {
    setDialog(undefined);
    onEdited(now);
    showDone(messages.reader.edited);
  };
  return (
    <>
      <aside className="card facets" aria-label={messages.reader.details}>
        <h2>{messages.reader.metadata}</h2>
        <Facts details={details} />
        <div className="buttons">
          <button type="button" className="button" onClick={() => setDialog('edit')}>
            {messages.reader.edit}
          </button>
          {details.publication === 'pending' && (
            <button type="button" className="button primary" onClick={() => void publishPending()}>
              {messages.library.publishPending}
            </button>
          )}
        </div>
        {details.warnings.map((warning) => (
          <p key={warning} className="muted">
            {warning}
          </p>
        ))}
        <h2>{messages.reader.sources}</h2>
        <ul>
          {details.sources.map(({ workstation, path }) => (
            <li key={`${workstation} ${path}`}>
              <span className="path">
                {workstation}: {path}
              </span>
            </li>
          ))}
        </ul>
        <div className="buttons">
          <button type="button" className="button" onClick={() => void callOrShow('shell.open_source', id)}>
            {messages.reader.openFile}
          </button>
          <button type="button" className="button" onClick={() => void callOrShow('shell.show_source', id)}>
            {messages.batch.showInFolder}
          </button>
        </div>
        <h2>{messages.reader.batches}</h2>
        <ul>
          {details.batches.map(({ batch_id, created_at, status }) => (
            <li key={batch_id}>
              <button type="button" className="link" onClick={() => show({ name: 'batch', id: batch_id })}>
                {formatDateTime(created_at)}
              </button>{' '}
              <span className="muted">{messages.reader.batchStatuses[status]}</span>
            </li>
          ))}
        </ul>
        <div className="buttons">
          <button type="button" className="button danger" onClick={() => setDialog('remove')}>
            {messages.reader.remove}
          </button>
        </div>
      </aside>
      {dialog === 'edit' && (
        <EditMetadataDialog details={details} onEdited={edited} onClose={() => setDialog(undefined)} />
      )}
      {dialog === 'remove' && <RemoveDialog details={details} onClose={() => setDialog(undefined)} />}
    </>
  );
};
