import { createColumnHelper, getCoreRowModel, useReactTable } from '@tanstack/react-table';
import { useMemo } from 'react';
import type { LibraryDocument, PublicationState } from '../../src-main/contract/library.ts';
import { Tag, type Tone } from '../components/tag.tsx';
import { VirtualTable } from '../components/virtual-table.tsx';
import { messages } from '../messages/messages.ts';
import { formatBytes, formatDateTime, formatNumber } from '../messages/format.ts';
import { readDocumentsAround, useLibrary } from '../store/library.ts';
import { useUi } from '../store/ui.ts';

const PUBLICATION_TONES: Readonly<Record<PublicationState, Tone>> = {
  pending: 'warn',
  published: 'ok',
  rejected: 'bad',
};

const column = createColumnHelper<LibraryDocument>();

/** The documents of the library, the newest first; those out of sight are read when they are scrolled to. */
export const DocumentsList = () => {
  const { documents, offset, total } = useLibrary();
  const show = useUi((state) => state.show);
  const hasPublications = documents.some(({ publication }) => publication !== undefined);
  const columns = useMemo(
    () => [
      column.display({
        id: 'name',
        header: messages.library.columns.document,
        cell: ({ row: { original } }) => (
          <button
            type="button"
            className="row-link"
            onClick={() => show({ name: 'document', id: original.document_id, chunk: 0 })}
          >
            {original.filename}
          </button>
        ),
      }),
      column.display({
        id: 'type',
        header: messages.library.columns.type,
        meta: { width: '64px' },
        cell: ({ row }) => messages.newBatch.kinds[row.original.kind],
      }),
      column.display({
        id: 'size',
        header: messages.library.columns.size,
        meta: { width: '84px', isNumber: true },
        cell: ({ row }) => formatBytes(row.original.size_bytes),
      }),
      column.display({
        id: 'chunks',
        header: messages.library.columns.chunks,
        meta: { width: '76px', isNumber: true },
        cell: ({ row }) => formatNumber(row.original.chunks),
      }),
      ...(hasPublications
        ? [
            column.display({
              id: 'published',
              header: 'Neo4j',
              meta: { width: '170px' },
              cell: ({ row: { original } }) =>
                original.publication !== undefined && (
                  <Tag tone={PUBLICATION_TONES[original.publication]}>
                    {messages.reader.publications[original.publication]}
                  </Tag>
                ),
            }),
          ]
        : []),
      column.display({
        id: 'loaded',
        header: messages.library.columns.loaded,
        meta: { width: '170px' },
        cell: ({ row }) => formatDateTime(row.original.loaded_at),
      }),
    ],
    [show, hasPublications],
  );
  const data = useMemo(() => [...documents], [documents]);
  const table = useReactTable({
    data,
    columns,
    getCoreRowModel: getCoreRowModel(),
    getRowId: ({ document_id }) => document_id,
  });
  // New with every answer, also where neither place nor total changed.
  const part = useMemo(() => ({ offset, total, onNeed: readDocumentsAround }), [documents, offset, total]);
  return <VirtualTable table={table} label={messages.library.tableLabel} part={part} />;
};
