import { useEffect, useRef, useState } from 'react';
import type { DocumentDetails, ShownChunk } from '../../src-main/contract/library.ts';
import { callOrShow } from '../bridge/bridge.ts';
import { messages } from '../messages/messages.ts';
import { formatBytes, formatDateTime, formatNumber } from '../messages/format.ts';
import { useUi } from '../store/ui.ts';

const PAGE_CHUNKS = 50;

const Details = ({ details }: { details: DocumentDetails }) => {
  const show = useUi((state) => state.show);
  return (
    <aside className="card facets" aria-label={messages.reader.details}>
      <h2>{messages.reader.metadata}</h2>
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
      <button
        type="button"
        className="button"
        onClick={() => void callOrShow('shell.show_source', { document_id: details.document_id })}
      >
        {messages.batch.showInFolder}
      </button>
      <h2>{messages.reader.batches}</h2>
      <ul>
        {details.batches.map(({ batch_id, created_at }) => (
          <li key={batch_id}>
            <button type="button" className="link" onClick={() => show({ name: 'batch', id: batch_id })}>
              {formatDateTime(created_at)}
            </button>
          </li>
        ))}
      </ul>
    </aside>
  );
};

const Chunk = ({ chunk, isFound }: { chunk: ShownChunk; isFound: boolean }) => {
  const element = useRef<HTMLElement>(null);
  useEffect(() => {
    if (isFound) element.current?.scrollIntoView({ block: 'start' });
  }, [isFound]);
  return (
    <article ref={element} className={`chunk ${isFound ? 'found' : ''}`}>
      <header className="muted">
        {messages.reader.chunk(chunk.index)} {chunk.page !== undefined && messages.library.page(chunk.page)}{' '}
        {chunk.heading}
      </header>
      <p>{chunk.text}</p>
    </article>
  );
};

/** A document chunk by chunk beside all that is known of it. */
export const ReaderScreen = ({ id, chunk }: { id: string; chunk: number }) => {
  const show = useUi((state) => state.show);
  const [details, setDetails] = useState<DocumentDetails>();
  const [chunks, setChunks] = useState<readonly ShownChunk[]>([]);
  const readMore = async (from: number): Promise<void> => {
    const read = await callOrShow('document.chunks', { document_id: id, from_chunk: from, limit: PAGE_CHUNKS });
    setChunks((known) => (from === 0 ? (read?.chunks ?? []) : [...known, ...(read?.chunks ?? [])]));
  };
  useEffect(() => {
    const read = async (): Promise<void> => {
      setDetails(await callOrShow('document.read', { document_id: id }));
      // From the beginning to a page after what was found.
      for (let from = 0; from <= chunk; from += PAGE_CHUNKS) await readMore(from);
    };
    void read();
  }, [id, chunk]);
  if (details === undefined) return null;
  const left = details.chunks - chunks.length;
  return (
    <div className="screen">
      <header className="head">
        <button type="button" className="button" onClick={() => show({ name: 'library' })}>
          {messages.reader.back}
        </button>
        <h1>{details.filename}</h1>
        <span className="muted">
          {messages.newBatch.kinds[details.kind]}, {messages.reader.chunks(details.chunks)}
        </span>
      </header>
      <div className="two library">
        <div className="card">
          <div className="grid" tabIndex={0} role="region" aria-label={messages.reader.text}>
            {chunks.map((one) => (
              <Chunk key={one.index} chunk={one} isFound={one.index === chunk && chunk > 0} />
            ))}
            {left > 0 && (
              <button type="button" className="button" onClick={() => void readMore(chunks.length)}>
                {messages.reader.more(formatNumber(left))}
              </button>
            )}
          </div>
        </div>
        <Details details={details} />
      </div>
    </div>
  );
};
