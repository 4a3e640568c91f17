import { createColumnHelper, getCoreRowModel, useReactTable } from '@tanstack/react-table';
import { useMemo } from 'react';
import type { MetadataValue } from '../../src-main/contract/metadata.ts';
import type { Preflight } from '../../src-main/contract/preflight.ts';
import { Tag } from '../components/tag.tsx';
import { VirtualTable } from '../components/virtual-table.tsx';
import { formatBytes } from '../messages/format.ts';
import { messages } from '../messages/messages.ts';
import { editCell, useNewBatch } from '../store/new-batch.ts';
import { EditCell } from './edit-cell.tsx';
import { rowsOf, type PreflightRow, type Tab } from './preflight-rows.ts';

const textOf = (value: MetadataValue | undefined): string => {
  if (value === undefined) return '';
  return Array.isArray(value) ? value.join(', ') : String(value);
};

const column = createColumnHelper<PreflightRow>();
/** Every file of the selection with what it is, its metadata and what will become of it. */
export const PreflightTable = ({ preflight, tab, filter }: { preflight: Preflight; tab: Tab; filter: string }) => {
  const edits = useNewBatch((state) => state.edits);
  const { fields } = preflight;
  const columns = useMemo(
    () => [
      column.accessor('name', {
        header: messages.newBatch.columns.document,
        meta: { width: '20%' },
        cell: ({ row }) => (
          <span title={row.original.key}>
            {row.original.name} <span className="path">{row.original.folder}</span>
          </span>
        ),
      }),
      column.display({
        id: 'type',
        header: messages.newBatch.columns.type,
        meta: { width: '62px' },
        cell: ({ row }) => messages.newBatch.kinds[row.original.file?.kind ?? 'none'],
      }),
      column.display({
        id: 'size',
        header: messages.newBatch.columns.size,
        meta: { width: '76px', isNumber: true },
        cell: ({ row }) => (row.original.file === undefined ? '' : formatBytes(row.original.file.size_bytes)),
      }),
      ...fields.map(({ name, label }) =>
        column.display({
          id: `field ${name}`,
          header: label,
          cell: ({ row }) => {
            const { file } = row.original;
            if (file === undefined) return null;
            const edited = edits.get(file.path)?.[name];
            const text = edited ?? textOf(Object.hasOwn(file.metadata, name) ? file.metadata[name] : undefined);
            return (
              <EditCell
                text={text}
                label={messages.newBatch.edit(label, file.filename)}
                isEdited={edited !== undefined}
                onEdit={(next) => editCell(file.path, name, next)}
              />
            );
          },
        }),
      ),
      column.display({
        id: 'state',
        header: messages.newBatch.columns.state,
        meta: { width: '17%' },
        cell: ({ row: { original } }) => (
          <Tag tone={original.tone} title={original.state}>
            {original.state}
          </Tag>
        ),
      }),
    ],
    [fields, edits],
  );
  const words = filter.trim().toLowerCase();
  const data = useMemo(
    () =>
      rowsOf(preflight, tab).filter(({ name, folder, state }) =>
        `${folder}${name} ${state}`.toLowerCase().includes(words),
      ),
    [preflight, tab, words],
  );
  const table = useReactTable({ data, columns, getCoreRowModel: getCoreRowModel(), getRowId: ({ key }) => key });
  return <VirtualTable table={table} label={messages.newBatch.tableLabel} className="card" />;
};
