/** The locale that values are written in, and formatters and collators kept per locale because making one is slow. */

const systemLocale = (): string => (typeof navigator === 'undefined' ? 'en' : navigator.language) || 'en';

let chosen: string | null = null;

/** null: the system's. */
export const setLocale = (locale: string | null): void => {
  chosen = locale;
};

export const currentLocale = (): string => chosen ?? systemLocale();

const kept = new Map<string, Intl.NumberFormat>();

export const numberFormat = (locale: string, options?: Intl.NumberFormatOptions): Intl.NumberFormat => {
  const key = options === undefined ? locale : `${locale} ${JSON.stringify(options)}`;
  const known = kept.get(key);
  if (known !== undefined) return known;
  const made = new Intl.NumberFormat(locale, options);
  kept.set(key, made);
  return made;
};

const collators = new Map<string, Intl.Collator>();

/** 'P2' before 'P10', 'Ä' beside 'A'. */
export const collator = (locale = currentLocale()): Intl.Collator => {
  const known = collators.get(locale);
  if (known !== undefined) return known;
  const made = new Intl.Collator(locale, { numeric: true });
  collators.set(locale, made);
  return made;
};

const relatives = new Map<string, Intl.RelativeTimeFormat>();

/** '2 sec. ago'. */
export const relativeFormat = (locale: string): Intl.RelativeTimeFormat => {
  const known = relatives.get(locale);
  if (known !== undefined) return known;
  const made = new Intl.RelativeTimeFormat(locale, { numeric: 'auto', style: 'short' });
  relatives.set(locale, made);
  return made;
};
