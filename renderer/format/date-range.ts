/**
 * A study date as a person says it: 'today', 'last 7 days', '-2w', '2026-01..2026-03', '31.1.26'. A relative range stays relative, so that
 * a search that is kept means the same tomorrow. Days are this computer's; nothing here knows a time zone.
 */
import { dateText, dicomDate } from './date-time.ts';

export type DateRange =
  /** The last so many days, today among them. */
  | { readonly kind: 'days'; readonly days: number }
  | { readonly kind: 'yesterday' }
  /** DICOM dates, both ends included; null is open. */
  | { readonly kind: 'between'; readonly from: string | null; readonly to: string | null };

export interface DateContext {
  readonly today: Date;
  /** Says whether 1/31 or 31/1 is meant. */
  readonly locale: string;
}

interface Span {
  readonly from: string;
  readonly to: string;
}

const day = (year: number, month: number, date: number): string | null => {
  const made = new Date(year, month - 1, date);
  return made.getFullYear() === year && made.getMonth() === month - 1 && made.getDate() === date ? dicomDate(made) : null;
};

const daySpan = (year: number, month: number, date: number): Span | null => {
  const only = day(year, month, date);
  return only === null ? null : { from: only, to: only };
};

const monthSpan = (year: number, month: number): Span | null => {
  const from = day(year, month, 1);
  return from === null ? null : { from, to: dicomDate(new Date(year, month, 0)) };
};

/** '26' is 2026 while that is not more than a year away, '70' is 1970. */
const fullYear = (text: string, today: Date): number => {
  const year = Number(text);
  if (text.length > 2) return year;
  return year + 2000 <= today.getFullYear() + 1 ? year + 2000 : year + 1900;
};

const monthComesFirst = (locale: string): boolean => {
  const parts = new Intl.DateTimeFormat(locale).formatToParts(new Date(2026, 0, 31));
  return parts.findIndex(({ type }) => type === 'month') < parts.findIndex(({ type }) => type === 'day');
};

const slashSpan = (match: RegExpExecArray, { today, locale }: DateContext): Span | null => {
  const [first, second] = [Number(match[1]), Number(match[2])];
  const year = fullYear(match[3] ?? '', today);
  const asSaid = monthComesFirst(locale) ? daySpan(year, first, second) : daySpan(year, second, first);
  return asSaid ?? (monthComesFirst(locale) ? daySpan(year, second, first) : daySpan(year, first, second));
};

/** One day, month or year as its first and last day. */
const spanOf = (text: string, context: DateContext): Span | null => {
  const numbers = /^(\d{4})(?:-?(\d{2})(?:-?(\d{2}))?)?$/u.exec(text);
  if (numbers !== null) {
    const year = Number(numbers[1]);
    if (year < 1850) return null;
    if (numbers[2] === undefined) return { from: `${String(year)}0101`, to: `${String(year)}1231` };
    const month = Number(numbers[2]);
    return numbers[3] === undefined ? monthSpan(year, month) : daySpan(year, month, Number(numbers[3]));
  }
  const dotted = /^(\d{1,2})\.(\d{1,2})\.(\d{4}|\d{2})$/u.exec(text);
  if (dotted !== null) return daySpan(fullYear(dotted[3] ?? '', context.today), Number(dotted[2]), Number(dotted[1]));
  const slashed = /^(\d{1,2})\/(\d{1,2})\/(\d{4}|\d{2})$/u.exec(text);
  return slashed === null ? null : slashSpan(slashed, context);
};

const daysPerUnit: Readonly<Record<string, number>> = { d: 1, w: 7, m: 30, y: 365 };

const relativeRange = (text: string): DateRange | null => {
  if (text === 'today') return { kind: 'days', days: 1 };
  if (text === 'yesterday') return { kind: 'yesterday' };
  if (text === 'week') return { kind: 'days', days: 7 };
  if (text === 'month') return { kind: 'days', days: 30 };
  const match = /^(?:last |-)?(\d{1,4}) ?(d|day|days|w|week|weeks|m|month|months|y|year|years)$/u.exec(text);
  if (match === null) return null;
  const days = Number(match[1]) * (daysPerUnit[match[2]?.slice(0, 1) ?? 'd'] ?? 1);
  return days === 0 ? null : { kind: 'days', days };
};

const openOrSpan = (text: string, context: DateContext): Span | null | 'open' => (text === '' ? 'open' : spanOf(text, context));

/** null when it is not understood. */
export const parseDateRange = (typed: string, context: DateContext): DateRange | null => {
  const text = typed.trim().toLowerCase().replace(/\s+/gu, ' ');
  const relative = relativeRange(text);
  if (relative !== null) return relative;
  const single = spanOf(text, context);
  if (single !== null) return { kind: 'between', ...single };
  const ends = /^(.*?)\s?(?:\.\.\.?|…|–)\s?(.*)$/u.exec(text) ?? /^(\d{8}|)-(\d{8}|)$/u.exec(text);
  if (ends === null) return null;
  const from = openOrSpan(ends[1] ?? '', context);
  const to = openOrSpan(ends[2] ?? '', context);
  if (from === null || to === null || (from === 'open' && to === 'open')) return null;
  const [first, last] = [from === 'open' ? null : from.from, to === 'open' ? null : to.to];
  if (first !== null && last !== null && first > last) return null;
  return { kind: 'between', from: first, to: last };
};

const daysBack = (today: Date, days: number): string => dicomDate(new Date(today.getFullYear(), today.getMonth(), today.getDate() - days));

/** What is asked of a node. */
export const resolveDateRange = (range: DateRange, today: Date): { readonly dateFrom?: string; readonly dateTo?: string } => {
  switch (range.kind) {
    case 'days':
      return { dateFrom: daysBack(today, range.days - 1), dateTo: dicomDate(today) };
    case 'yesterday':
      return { dateFrom: daysBack(today, 1), dateTo: daysBack(today, 1) };
    case 'between':
      return { ...(range.from === null ? {} : { dateFrom: range.from }), ...(range.to === null ? {} : { dateTo: range.to }) };
  }
};

/** On a chip: 'today', 'last 7 days', '2026-01-01 … 2026-03-31'. */
export const dateRangeLabel = (range: DateRange): string => {
  switch (range.kind) {
    case 'days':
      return range.days === 1 ? 'today' : `last ${String(range.days)} days`;
    case 'yesterday':
      return 'yesterday';
    case 'between':
      if (range.from === range.to && range.from !== null) return dateText(range.from);
      if (range.from === null) return `until ${dateText(range.to ?? '')}`;
      return range.to === null ? `since ${dateText(range.from)}` : `${dateText(range.from)} … ${dateText(range.to)}`;
  }
};
