// SPDX-License-Identifier: Apache-2.0
// Widths of the columns and what follows from them: the template of a row and where the pinned
// columns at the left stand still.
import {
  columnResizingFeature,
  columnSizingFeature,
  createColumnHelper,
  tableFeatures,
  useTable,
} from '@tanstack/react-table';
import { useMemo } from 'react';
import type { ObjectDefinition, StoredRecord } from '@/api/types';
import { defaultWidth } from '../fields';
import type { Columns } from './useListState';

const features = tableFeatures({ columnSizingFeature, columnResizingFeature });
const helper = createColumnHelper<typeof features, StoredRecord>();
const kChoose = 48; // the column of checks
const kNoRows: StoredRecord[] = [];

export type GridHeader = {
  id: string;
  getSize: () => number;
  getResizeHandler: () => (event: unknown) => void;
};

export function useGridColumns(
  object: ObjectDefinition,
  columns: Columns,
  setColumns: (columns: Columns) => void,
) {
  const definitions = useMemo(
    () =>
      helper.columns(
        columns.names.map((name) =>
          helper.display({ id: name, size: defaultWidth(object, name), minSize: 64, maxSize: 800 }),
        ),
      ),
    [columns.names, object],
  );
  const table = useTable({
    features,
    columns: definitions,
    data: kNoRows,
    columnResizeMode: 'onChange',
    state: { columnSizing: columns.widths },
    onColumnSizingChange: (updater) =>
      setColumns({
        ...columns,
        widths: typeof updater === 'function' ? updater(columns.widths) : updater,
      }),
  });
  const headers = table.getHeaderGroups()[0]?.headers as unknown as GridHeader[];
  const widths = headers.map((header) => header.getSize());
  const track = (width: number, index: number) =>
    index === widths.length - 1 ? `minmax(${width}px, 1fr)` : `${width}px`;
  const sizes = widths.join(' ');
  const lefts = useMemo(() => {
    const known = sizes.split(' ').map(Number);
    return known
      .slice(0, columns.pinned)
      .map((_, index) => kChoose + known.slice(0, index).reduce((sum, width) => sum + width, 0));
  }, [sizes, columns.pinned]);
  return {
    headers,
    template: `${kChoose}px ${widths.map(track).join(' ')}`,
    lefts,
    // Brings a column into sight beside the pinned ones.
    show: (element: HTMLElement | null, column: number) => {
      if (!element || column < lefts.length) return;
      const start = kChoose + widths.slice(0, column).reduce((sum, width) => sum + width, 0);
      const last = lefts.length - 1;
      const frozen = last < 0 ? kChoose : lefts[last]! + widths[last]!;
      if (start - frozen < element.scrollLeft) element.scrollLeft = start - frozen;
      else if (start + widths[column]! > element.scrollLeft + element.clientWidth)
        element.scrollLeft = start + widths[column]! - element.clientWidth;
    },
  };
}
