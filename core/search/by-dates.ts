/**
 * Past the point where a node stops by itself (B001, PS3.4 §C.4.1.1.4): the same question for one span of study dates after another, newest
 * first, a span that is cut again in two. Pure: the day comes in, the asking is a function.
 */
import { parseDate, writeDate } from '../dicom/date-time.ts';
import type { FindEnd } from './find-run.ts';

/** Dates as YYYYMMDD, both included; open where one is absent. */
export interface Span {
  readonly from?: string;
  readonly to?: string;
}

export interface ByDates {
  /** Already known to be cut. */
  readonly span: Span;
  /** YYYYMMDD. */
  readonly today: string;
  readonly ask: (span: Span) => Promise<FindEnd>;
}

const DAY_MS = 86_400_000;
const WEEK = 7;
/** No study is older: Röntgen's first picture. */
const FIRST_DAY = '18951108';

/** `truncated` when a single day holds more than the node gives; another end than that and `done` is the end of all. */
export async function askByDates({ span, today, ask }: ByDates): Promise<FindEnd> {
  let last: FindEnd = { kind: 'done' };
  const waiting = [...(inTwo(span, today) ?? [])].reverse();
  if (waiting.length === 0) return { kind: 'truncated' };
  for (let next = waiting.pop(); next; next = waiting.pop()) {
    const end = await ask(next);
    if (end.kind !== 'truncated' && end.kind !== 'done') return end;
    if (end.kind === 'done') continue;
    const parts = inTwo(next, today);
    if (parts) waiting.push(parts[1], parts[0]);
    else last = end;
  }
  return last;
}

/** The newer part first; undefined when there is nothing to divide. An open past is taken in growing steps, for most studies are young. */
export function inTwo({ from, to }: Span, today: string): readonly [Span, Span] | undefined {
  if (from !== undefined && to !== undefined) {
    const [first, last] = [dayOf(from), dayOf(to)];
    const middle = Math.floor((first + last) / 2);
    return first < last
      ? [
          { from: dateOf(middle + 1), to },
          { from, to: dateOf(middle) },
        ]
      : undefined;
  }
  if (from !== undefined) return from > today ? undefined : [{ from: dateOf(dayOf(today) + 1) }, { from, to: today }];
  const end = to ?? today;
  if (end <= FIRST_DAY) return undefined;
  const step = Math.max(WEEK, dayOf(today) - dayOf(end));
  const older = dateOf(dayOf(end) - step);
  return [{ from: dateOf(dayOf(older) + 1), ...(to !== undefined && { to }) }, { to: older }];
}

function dayOf(text: string): number {
  const { year, month = 1, day = 1 } = parseDate(text) ?? { year: 1970 };
  return Date.UTC(year, month - 1, day) / DAY_MS;
}

function dateOf(number: number): string {
  const at = new Date(number * DAY_MS);
  return writeDate({ year: at.getUTCFullYear(), month: at.getUTCMonth() + 1, day: at.getUTCDate() });
}
