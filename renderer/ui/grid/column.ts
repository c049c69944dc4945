// What a table is made of.
import type { ReactNode } from 'react';

export interface Column<Row> {
  readonly id: string;
  readonly label: string;
  /** What a label that is only a sign means. */
  readonly title?: string;
  /** px at 100 % scale; the person may change it. */
  readonly width: number;
  /** Shares what is left over with the others that grow, in proportion to their widths. At least one column of a table should. */
  readonly grow?: true;
  readonly align?: 'end' | 'center';
  /** Where a tree is indented and opened; without it the first column. */
  readonly tree?: true;
  /** Shown only when chosen from the header's menu. */
  readonly optional?: true;
  readonly cell: (row: Row) => ReactNode;
  /** Plain text of the cell: its tooltip when cut, and what type-ahead looks at in the first column that has it. */
  readonly text?: (row: Row) => string;
  readonly compare?: (a: Row, b: Row) => number;
  /** `compare` reads more than the rows, so that an order may be wrong although no row changed. */
  readonly comparesMore?: true;
}

export interface Sort {
  readonly column: string;
  readonly descending: boolean;
}

/** Makes a treegrid of the table. Rows come flat, children right after their parent. */
export interface TreeShape<Row> {
  /** 1 at the top. */
  readonly level: (row: Row) => number;
  /** null: a leaf. */
  readonly expanded: (row: Row) => boolean | null;
  readonly onToggle: (row: Row, expanded: boolean) => void;
}
