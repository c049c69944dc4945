/** Dates moved by days (PS3.15 §E.3.6): DA and DT with whatever precision they have. Times of day stay, since whole days are moved. */
import { parseDate, parseDateTime, writeDate } from '../dicom/date-time.ts';

const DAY_MS = 86_400_000;

function moved(
  { year, month, day }: { readonly year: number; readonly month: number; readonly day: number },
  days: number,
): string | undefined {
  const at = new Date(0);
  at.setUTCFullYear(year, month - 1, day);
  const to = new Date(at.getTime() + days * DAY_MS);
  const whole = to.getUTCFullYear();
  return whole < 1 || whole > 9999 ? undefined : writeDate({ year: whole, month: to.getUTCMonth() + 1, day: to.getUTCDate() });
}

/** One value; undefined for what is no date, which must then not stay. */
export function shiftedDate(value: string, days: number): string | undefined {
  const date = parseDate(value);
  return date?.month === undefined || date.day === undefined ? undefined : moved({ ...date, month: date.month, day: date.day }, days);
}

/** A DT that stops at its year or month is moved from the middle of what it may mean, and stops there again. */
export function shiftedDateTime(value: string, days: number): string | undefined {
  const parsed = parseDateTime(value);
  if (!parsed) return undefined;
  const { year, month, day } = parsed.date;
  const date = moved({ year, month: month ?? 7, day: day ?? (month === undefined ? 2 : 15) }, days);
  if (date === undefined) return undefined;
  const digits = month === undefined ? 4 : day === undefined ? 6 : 8;
  return date.slice(0, digits) + value.trim().slice(digits);
}
