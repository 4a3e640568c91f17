import { useEffect, useRef, useState } from 'react';
import type { DocumentDetails, ShownChunk } from '../../src-main/contract/library.ts';
import { bridge, callOrShow } from '../bridge/bridge.ts';
import { messages } from '../messages/messages.ts';
import { formatNumber } from '../messages/format.ts';
import { useReplica } from '../store/replica.ts';
import { useUi } from '../store/ui.ts';
import { DocumentAside } from './document-aside.tsx';

const PAGE_CHUNKS = 50;

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
  const batches = useReplica((state) => state.batches);
  useEffect(() => {
    // Publishing tells of batches, not of documents.
    void bridge.call('document.read', { document_id: id }).then((answer) => answer.ok && setDetails(answer.value));
  }, [id, batches]);
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
        <DocumentAside details={details} onEdited={setDetails} />
      </div>
    </div>
  );
};
