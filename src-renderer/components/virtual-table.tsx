import { flexRender, type Row, type Table } from '@tanstack/react-table';
import { useVirtualizer } from '@tanstack/react-virtual';
import { useEffect, useRef } from 'react';

const ROW_HEIGHT = 33;

declare module '@tanstack/react-table' {
  // The names of the parameters are those of the library.
  interface ColumnMeta<TData, TValue> {
    readonly isNumber?: boolean;
    readonly width?: string;
    readonly unused?: [TData, TValue];
  }
}

const numberClass = (isNumber: boolean | undefined): { className?: string } =>
  isNumber === true ? { className: 'number' } : {};

/** Rows of which the table has a part only, and how to get others. */
export interface PartOfRows {
  /** The place of the table's first row among all. */
  readonly offset: number;
  readonly total: number;
  /** Asks for these rows, from the first to the last; it is called again whenever the part is another object. */
  readonly onNeed: (first: number, last: number) => void;
}

/** A table of which only the rows in sight are in the page; how many there are is told to screen readers. */
export const VirtualTable = <T,>({
  table,
  label,
  className = '',
  part,
}: {
  table: Table<T>;
  label: string;
  className?: string;
  part?: PartOfRows;
}) => {
  const scroller = useRef<HTMLDivElement>(null);
  const { rows } = table.getRowModel();
  const virtualizer = useVirtualizer({
    count: part?.total ?? rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW_HEIGHT,
    overscan: 12,
  });
  const visible = virtualizer.getVirtualItems();
  const offset = part?.offset ?? 0;
  const first = visible[0]?.index ?? 0;
  const last = visible.at(-1)?.index ?? 0;
  // Again with every part: it may be that of another place or another filter.
  useEffect(() => part?.onNeed(first, last), [part, first, last]);
  const before = visible[0]?.start ?? 0;
  const after = virtualizer.getTotalSize() - (visible.at(-1)?.end ?? 0);
  const columns = table.getAllLeafColumns();
  const cells = (row: Row<T>) =>
    row.getVisibleCells().map((cell) => (
      <td key={cell.id} {...numberClass(cell.column.columnDef.meta?.isNumber)}>
        {flexRender(cell.column.columnDef.cell, cell.getContext())}
      </td>
    ));
  return (
    // A region that scrolls must be reached by the keyboard.
    <div ref={scroller} className={`grid ${className}`} tabIndex={0} role="region" aria-label={label}>
      <table aria-label={label} aria-rowcount={(part?.total ?? rows.length) + 1}>
        <colgroup>
          {columns.map(({ id, columnDef }) => (
            <col key={id} style={{ width: columnDef.meta?.width }} />
          ))}
        </colgroup>
        <thead>
          <tr aria-rowindex={1}>
            {table.getFlatHeaders().map((header) => (
              <th key={header.id} scope="col" {...numberClass(header.column.columnDef.meta?.isNumber)}>
                {flexRender(header.column.columnDef.header, header.getContext())}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          <tr className="spacer" aria-hidden="true">
            <td colSpan={columns.length} style={{ height: before }} />
          </tr>
          {visible.map(({ index }) => {
            const row = rows[index - offset];
            return row === undefined ? (
              <tr key={index} aria-rowindex={index + 2} aria-busy="true">
                <td colSpan={columns.length} />
              </tr>
            ) : (
              <tr key={row.id} aria-rowindex={index + 2}>
                {cells(row)}
              </tr>
            );
          })}
          <tr className="spacer" aria-hidden="true">
            <td colSpan={columns.length} style={{ height: after }} />
          </tr>
        </tbody>
      </table>
    </div>
  );
};
