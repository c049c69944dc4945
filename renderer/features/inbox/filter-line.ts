/**
 * The inbox's filter as typed: words are found anywhere in a study and its series; `name: pid: acc: from: mod: date:` say where. While one
 * types nothing is an error: what is not finished narrows nothing.
 */
import type { InboxFilter } from '../../../core/contract.ts';
import { lineTokens } from '../../commands/line-tokens.ts';
import { parseDateRange, resolveDateRange, type DateContext } from '../../format/date-range.ts';

type Place = InboxFilter['texts'][number]['in'];

const places: Readonly<Record<string, Place>> = {
  name: 'name',
  patient: 'name',
  pid: 'patientId',
  id: 'patientId',
  acc: 'accession',
  accession: 'accession',
  from: 'sender',
  uid: 'anything',
  study: 'anything',
};

const listOf = (value: string): readonly string[] => value.split(/[,+/]/u).filter((one) => one !== '');

const LONGEST = 256;
const MOST = 32;

/** null: everything. */
export const parseFilterLine = (line: string, context: DateContext): InboxFilter | null => {
  const texts: InboxFilter['texts'] = [];
  const modalities: string[] = [];
  let dates: ReturnType<typeof resolveDateRange> | null = null;
  const isDate = (prefix: string, text: string): boolean => prefix.toLowerCase() === 'date' && parseDateRange(text, context) !== null;
  for (const { prefix, value } of lineTokens(line, isDate)) {
    if (value === '') continue;
    const kind = prefix?.toLowerCase() ?? '';
    const range = kind === 'date' ? parseDateRange(value, context) : null;
    if (kind === 'mod' || kind === 'modality') modalities.push(...listOf(value));
    else if (range !== null) dates = resolveDateRange(range, context.today);
    else if (kind !== 'date') {
      const place = places[kind];
      const text = prefix !== null && place === undefined ? `${prefix}:${value}` : value;
      texts.push({ in: place ?? 'anything', text: text.slice(0, LONGEST) });
    }
  }
  if (texts.length === 0 && modalities.length === 0 && dates === null) return null;
  return { texts: texts.slice(0, MOST), ...(modalities.length > 0 && { modalities: modalities.slice(0, MOST) }), ...dates };
};
