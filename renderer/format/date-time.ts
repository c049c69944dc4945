/**
 * DICOM dates and times (PS3.5 §6.2 DA, TM) for people, read leniently: older and wrong forms are met in the wild. What cannot be
 * understood is shown as it came. They are local to the modality: no zone is claimed or applied.
 */

export interface CalendarDate {
  readonly year: number;
  readonly month: number | null;
  readonly day: number | null;
}

const daysIn = (year: number, month: number): number => new Date(Date.UTC(year, month, 0)).getUTCDate();

/** YYYYMMDD, YYYYMM, YYYY, and the old YYYY.MM.DD; null when it is none of them or no such day exists. */
export const parseDate = (text: string): CalendarDate | null => {
  const match = /^(\d{4})(?:[.\-/]?(\d{2})(?:[.\-/]?(\d{2}))?)?$/u.exec(text.trim());
  if (match === null) return null;
  const year = Number(match[1]);
  const month = match[2] === undefined ? null : Number(match[2]);
  const day = match[3] === undefined ? null : Number(match[3]);
  if (month !== null && (month < 1 || month > 12)) return null;
  if (month !== null && day !== null && (day < 1 || day > daysIn(year, month))) return null;
  return { year, month, day };
};

const two = (value: number): string => String(value).padStart(2, '0');
const four = (value: number): string => String(value).padStart(4, '0');

/** '2026-01-31'; as it came when it is not a date. */
export const dateText = (text: string): string => {
  const date = parseDate(text);
  if (date === null) return text;
  return [four(date.year), ...[date.month, date.day].filter((part) => part !== null).map(two)].join('-');
};

export interface ClockTime {
  readonly hour: number;
  readonly minute: number | null;
  readonly second: number | null;
}

/** HH, HHMM, HHMMSS.FFFFFF, the old HH:MM:SS, and AM/PM. */
export const parseTime = (text: string): ClockTime | null => {
  const match = /^(\d{1,2})(?::?(\d{2})(?::?(\d{2})(?:[.,]\d*)?)?)?\s*(AM|PM)?$/iu.exec(text.trim());
  if (match === null) return null;
  const meridian = match[4]?.toUpperCase();
  let hour = Number(match[1]);
  if (meridian === 'PM' && hour < 12) hour += 12;
  if (meridian === 'AM' && hour === 12) hour = 0;
  const minute = match[2] === undefined ? null : Number(match[2]);
  const second = match[3] === undefined ? null : Number(match[3]);
  if (hour > 23 || (minute ?? 0) > 59 || (second ?? 0) > 60) return null;
  return { hour, minute, second };
};

/** '10:10', with seconds when asked for; '10 h' when only the hour is known; as it came when it is not a time. */
export const timeText = (text: string, seconds = false): string => {
  const time = parseTime(text);
  if (time === null) return text;
  if (time.minute === null) return `${two(time.hour)} h`;
  const tail = seconds && time.second !== null ? `:${two(time.second)}` : '';
  return `${two(time.hour)}:${two(time.minute)}${tail}`;
};

/** '2026-01-31 10:10' of a DA and a TM. */
export const dateTimeText = (date: string, time: string): string =>
  [dateText(date), timeText(time)].filter((part) => part !== '').join(' ');

/** An instant of ours (ISO 8601) on this computer's clock: '2026-01-31 10:10', or with seconds. */
export const stampText = (iso: string, seconds = false): string => {
  const at = new Date(iso);
  if (Number.isNaN(at.getTime())) return iso;
  const day = `${four(at.getFullYear())}-${two(at.getMonth() + 1)}-${two(at.getDate())}`;
  const tail = seconds ? `:${two(at.getSeconds())}` : '';
  return `${day} ${two(at.getHours())}:${two(at.getMinutes())}${tail}`;
};

/** The time of day of an instant of ours: '10:10:05'. */
export const timeOfDayText = (iso: string): string => stampText(iso, true).split(' ').at(-1) ?? iso;

/** YYYYMMDD of a local day, as queries want it. */
export const dicomDate = (day: Date): string => `${four(day.getFullYear())}${two(day.getMonth() + 1)}${two(day.getDate())}`;

/** Whole years between two DICOM dates; null when either is not a full date. */
export const ageInYears = (birth: string, at: string): number | null => {
  const born = parseDate(birth);
  const then = parseDate(at);
  if (born?.month == null || born.day === null || then?.month == null || then.day === null) return null;
  const before = then.month < born.month || (then.month === born.month && then.day < born.day);
  const years = then.year - born.year - (before ? 1 : 0);
  return years < 0 ? null : years;
};
