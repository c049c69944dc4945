// How far a table must be scrolled so that a row is seen whole, under the head that stays in place and above the lower edge.

export interface TableView {
  /** px; what is scrolled away above. */
  readonly scrollTop: number;
  /** px; what is seen, head included. */
  readonly height: number;
  /** px; the head covers the first rows that would be there. */
  readonly head: number;
  readonly rowHeight: number;
}

/** The scrolled px that show the row with the least movement: those of now where it is seen already. */
export function scrollTopFor(index: number, { scrollTop, height, head, rowHeight }: TableView): number {
  const top = index * rowHeight;
  const lowest = top + rowHeight + head - height;
  return Math.min(top, Math.max(scrollTop, lowest));
}
