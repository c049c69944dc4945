/** The log's filter line: words, and `peer: end: dir: title:`; a leading `!` says not. As in a packet analyser, but forgiving. */
import type { LogRow } from '../../../core/contract.ts';

type Test = (row: LogRow) => boolean;

export interface LogFilter {
  readonly test: Test;
  /** The prefixes that are not known, for the field to say so. */
  readonly unknown: readonly string[];
}

const includes = (text: string, wanted: string): boolean => text.toLowerCase().includes(wanted);

const ends: Readonly<Record<string, readonly LogRow['end'][]>> = {
  open: ['open'],
  ok: ['released'],
  released: ['released'],
  abort: ['aborted-by-us', 'aborted-by-peer'],
  aborted: ['aborted-by-us', 'aborted-by-peer'],
  reject: ['rejected'],
  rejected: ['rejected'],
  failed: ['failed'],
  lost: ['failed'],
  knock: ['knock'],
  problem: ['aborted-by-us', 'aborted-by-peer', 'rejected', 'failed', 'knock'],
};

const byEnd = (wanted: string): Test => {
  const kinds = Object.entries(ends)
    .filter(([word]) => word.startsWith(wanted))
    .flatMap(([, kind]) => kind);
  return ({ end, endText }) => kinds.includes(end) || includes(endText, wanted);
};

const tests: Readonly<Record<string, (wanted: string) => Test>> = {
  peer: (wanted) => (row) => includes(row.peer, wanted) || includes(row.callingTitle, wanted) || includes(row.calledTitle, wanted),
  title: (wanted) => (row) => includes(row.callingTitle, wanted) || includes(row.calledTitle, wanted),
  end: byEnd,
  type: byEnd,
  dir: (wanted) => (row) => row.direction.startsWith(wanted),
};

const anywhere =
  (wanted: string): Test =>
  (row) =>
    [row.peer, row.callingTitle, row.calledTitle, row.endText, row.end].some((text) => includes(text, wanted));

export const readLogFilter = (text: string): LogFilter => {
  const unknown: string[] = [];
  const parts = text
    .toLowerCase()
    .split(/\s+/u)
    .filter((word) => word !== '')
    .map((word): Test => {
      const isNot = word.startsWith('!') && word.length > 1;
      const [, prefix, value] = /^([a-z]+):(.*)$/u.exec(isNot ? word.slice(1) : word) ?? [];
      const make = prefix === undefined ? undefined : tests[prefix];
      if (prefix !== undefined && make === undefined) unknown.push(prefix);
      if (prefix !== undefined && value === '') return () => true;
      const test = make === undefined || value === undefined ? anywhere(isNot ? word.slice(1) : word) : make(value);
      return isNot ? (row) => !test(row) : test;
    });
  return { test: (row) => parts.every((part) => part(row)), unknown };
};
