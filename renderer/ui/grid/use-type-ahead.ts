// Typing letters in a table goes to the next row that begins with them. A pause starts a new word.
import { useRef } from 'react';
import type { Column } from './column.ts';

const PAUSE_MS = 800;

const fold = (text: string) => text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase();

/** Index of the first row from `from` on, wrapping, whose text begins with `prefix`; -1 when there is none. */
export function findByPrefix(
  texts: { readonly count: number; readonly at: (index: number) => string },
  prefix: string,
  from: number,
): number {
  const wanted = fold(prefix);
  for (let step = 0; step < texts.count; step++) {
    const index = (from + step) % texts.count;
    if (fold(texts.at(index)).startsWith(wanted)) return index;
  }
  return -1;
}

interface TypeAheadWish<Row> {
  readonly rows: readonly Row[];
  readonly columns: readonly Column<Row>[];
  readonly grid: HTMLElement | null;
  readonly at: number;
}

export function useTypeAhead() {
  const buffer = useRef({ text: '', timer: 0 });
  /** The row to go to, or -1. Marks the grid while a word is being typed, so that letters are not taken for shortcuts. */
  return <Row>(letter: string, { rows, columns, grid, at }: TypeAheadWish<Row>): number => {
    const text = columns.find((column) => column.text)?.text;
    if (!text) return -1;
    const word = buffer.current.text + letter;
    window.clearTimeout(buffer.current.timer);
    const end = () => {
      buffer.current.text = '';
      grid?.removeAttribute('data-type-ahead');
    };
    buffer.current = { text: word, timer: window.setTimeout(end, PAUSE_MS) };
    grid?.setAttribute('data-type-ahead', 'running');
    const textAt = (index: number) => {
      const row = rows[index];
      return row === undefined ? '' : text(row);
    };
    return findByPrefix({ count: rows.length, at: textAt }, word, word.length === 1 ? at + 1 : at);
  };
}
