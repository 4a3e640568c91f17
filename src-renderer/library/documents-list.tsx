import { createColumnHelper, getCoreRowModel, useReactTable } from '@tanstack/react-table';
import { useMemo } from 'react';
import { formatBytes } from '../../src-main/contract/format-bytes.ts';
import type { LibraryDocument } from '../../src-main/contract/library.ts';
import { VirtualTable } from '../components/virtual-table.tsx';
import { en } from '../messages/en.ts';
import { formatDateTime, formatNumber } from '../messages/format.ts';
import { useUi } from '../store/ui.ts';

const column = createColumnHelper<LibraryDocument>();

/** The documents of the library, the newest first. */
export const DocumentsList = ({ documents }: { documents: readonly LibraryDocument[] }) => {
  const show = useUi((state) => state.show);
  const columns = useMemo(
    () => [
      column.display({
        id: 'name',
        header: en.library.columns.document,
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
        header: en.library.columns.type,
        meta: { width: '64px' },
        cell: ({ row }) => en.newBatch.kinds[row.original.kind],
      }),
      column.display({
        id: 'size',
        header: en.library.columns.size,
        meta: { width: '84px', isNumber: true },
        cell: ({ row }) => formatBytes(row.original.size_bytes),
      }),
      column.display({
        id: 'chunks',
        header: en.library.columns.chunks,
        meta: { width: '76px', isNumber: true },
        cell: ({ row }) => formatNumber(row.original.chunks),
      }),
      column.display({
        id: 'loaded',
        header: en.library.columns.loaded,
        meta: { width: '170px' },
        cell: ({ row }) => formatDateTime(row.original.loaded_at),
      }),
    ],
    [show],
  );
  const data = useMemo(() => [...documents], [documents]);
  const table = useReactTable({
    data,
    columns,
    getCoreRowModel: getCoreRowModel(),
    getRowId: ({ document_id }) => document_id,
  });
  return <VirtualTable table={table} label={en.library.tableLabel} />;
};
