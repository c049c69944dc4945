/** DA, TM and DT (PS3.5 §6.2): parsed leniently (ACR-NEMA forms too), written strictly. No zone is claimed that the data do not give. */

export interface CalendarDate {
  readonly year: number;
  /** 1-12; undefined where a DT stops before it. */
  readonly month: number | undefined;
  readonly day: number | undefined;
}

export interface ClockTime {
  readonly hour: number;
  readonly minute: number | undefined;
  readonly second: number | undefined;
  /** Microseconds of the second. */
  readonly fraction: number | undefined;
}

export interface DateTime {
  readonly date: CalendarDate;
  readonly time: ClockTime | undefined;
  /** Minutes east of UTC. */
  readonly offset: number | undefined;
}

const optional = (digits: string | undefined): number | undefined => (digits === undefined || digits === '' ? undefined : Number(digits));

const daysIn = (year: number, month: number): number =>
  [31, year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][month - 1] ?? 0;

function checkedDate(year: number, month: number | undefined, day: number | undefined): CalendarDate | undefined {
  if (month !== undefined && (month < 1 || month > 12)) return undefined;
  if (day !== undefined && month !== undefined && (day < 1 || day > daysIn(year, month))) return undefined;
  return { year, month, day };
}

function checkedTime(hour: number, minute: number | undefined, second: number | undefined): Omit<ClockTime, 'fraction'> | undefined {
  return hour > 23 || (minute ?? 0) > 59 || (second ?? 0) > 60 ? undefined : { hour, minute, second };
}

const microseconds = (digits: string | undefined): number | undefined =>
  digits === undefined ? undefined : Number(digits.slice(0, 6).padEnd(6, '0'));

/** 'YYYYMMDD', and 'YYYY.MM.DD' or 'YYYY-MM-DD' of old devices. undefined when it is no date. */
export function parseDate(text: string): CalendarDate | undefined {
  const found = /^(\d{4})([.-]?)(\d{2})\2(\d{2})$/.exec(text.trim());
  return found ? checkedDate(Number(found[1]), optional(found[3]), optional(found[4])) : undefined;
}

/** 'HH', 'HHMM', 'HHMMSS', 'HHMMSS.FFFFFF', and the same with colons. undefined when it is no time. */
export function parseTime(text: string): ClockTime | undefined {
  const found = /^(\d{2})(?::?(\d{2})(?::?(\d{2})(?:\.(\d{1,9}))?)?)?$/.exec(text.trim());
  const time = found && checkedTime(Number(found[1]), optional(found[2]), optional(found[3]));
  return time ? { ...time, fraction: microseconds(found[4]) } : undefined;
}

/** 'YYYY[MM[DD[HH[MM[SS[.FFFFFF]]]]]][&ZZXX]'. undefined when it is no date and time. */
export function parseDateTime(text: string): DateTime | undefined {
  const found = /^(\d{4})(?:(\d{2})(?:(\d{2})(?:(\d{2}(?:\d{2}(?:\d{2}(?:\.\d{1,6})?)?)?))?)?)?([+-]\d{4})?$/.exec(text.trim());
  if (!found) return undefined;
  const date = checkedDate(Number(found[1]), optional(found[2]), optional(found[3]));
  const time = found[4] === undefined ? undefined : parseTime(found[4]);
  if (!date || (found[4] !== undefined && !time)) return undefined;
  return { date, time, offset: parseOffset(found[5] ?? '') };
}

/** '&ZZXX' of DT and of Timezone Offset From UTC (0008,0201), in minutes. */
export function parseOffset(text: string): number | undefined {
  const found = /^([+-])(\d{2})(\d{2})$/.exec(text.trim());
  return found ? (found[1] === '-' ? -1 : 1) * (Number(found[2]) * 60 + Number(found[3])) : undefined;
}

const two = (value: number): string => String(value).padStart(2, '0');

/** '2026-01-31'; text that is no date is given back as it is. */
export function formatDate(text: string): string {
  const date = parseDate(text);
  return date ? isoDate(date) : text.trim();
}

const isoDate = ({ year, month, day }: CalendarDate): string =>
  [String(year).padStart(4, '0'), month, day]
    .filter((part) => part !== undefined)
    .map((part) => (typeof part === 'number' ? two(part) : part))
    .join('-');

/** '10:10:05', as many parts as are there, without fractions; text that is no time is given back as it is. */
export function formatTime(text: string): string {
  const time = parseTime(text);
  return time ? clock(time) : text.trim();
}

const clock = ({ hour, minute, second }: ClockTime): string =>
  [hour, minute ?? 0, second]
    .filter((part) => part !== undefined)
    .map(two)
    .join(':');

/** '2026-01-31 10:10:05 +01:00', the zone only where it is given. */
export function formatDateTime(text: string): string {
  const parsed = parseDateTime(text);
  if (!parsed) return text.trim();
  const { date, time, offset } = parsed;
  const zone =
    offset === undefined ? '' : ` ${offset < 0 ? '-' : '+'}${two(Math.floor(Math.abs(offset) / 60))}:${two(Math.abs(offset) % 60)}`;
  return isoDate(date) + (time ? ` ${clock(time)}` : '') + zone;
}

/** DA of a date. */
export const writeDate = ({ year, month, day }: { readonly year: number; readonly month: number; readonly day: number }): string =>
  `${String(year).padStart(4, '0')}${two(month)}${two(day)}`;

/** TM to the second. */
export const writeTime = ({ hour, minute, second }: { readonly hour: number; readonly minute: number; readonly second: number }): string =>
  two(hour) + two(minute) + two(second);

/** DT of a moment, in UTC and saying so. @param milliseconds since 1970 */
export const writeMoment = (milliseconds: number): string => `${new Date(milliseconds).toISOString().replace(/\D/g, '').slice(0, 14)}+0000`;
