/** One line of a study's history as people read it. */
import type { CommitmentView, HistoryEntry, StudyRow } from '../../../core/contract.ts';
import { stampText } from '../../format/date-time.ts';
import { countText, pluralText } from '../../format/quantity.ts';

type StudyCheck = StudyRow['checks'][number];

export interface EntryWords {
  readonly text: string;
  readonly tone: 'ok' | 'warn' | 'error' | 'plain';
}

const plain = (text: string): EntryWords => ({ text, tone: 'plain' });
const images = (count: number): string => pluralText(count, 'object', 'objects');
const forms: Readonly<Record<string, string>> = { folder: 'as a folder', zip: 'as a ZIP file', disc: 'as a DICOM disc' };
const problems: Readonly<Record<StudyCheck, string>> = {
  'other-patient': 'more than one patient ID',
  'other-bytes': 'two versions of one object',
  lacking: 'objects that lack required tags',
  'unknown-class': 'objects of an unknown class',
};

export const entryWords = (entry: HistoryEntry): EntryWords => {
  switch (entry.kind) {
    case 'received':
      return plain(`Received ${images(entry.objects)} from ${entry.fromTitle || entry.fromAddress} at ${entry.fromAddress}`);
    case 'checked': {
      const came = entry.duplicates > 0 ? `; ${countText(entry.duplicates)} came again with the same bytes` : '';
      if (entry.problems.length === 0) return plain(`Checked: nothing odd${came}`);
      return { text: `Checked: ${entry.problems.map((problem) => problems[problem]).join(', ')}${came}`, tone: 'warn' };
    }
    case 'sent': {
      const text = `Sent ${images(entry.objects)} to ${entry.nodeName}`;
      return entry.warned > 0 ? { text: `${text}, ${countText(entry.warned)} with a warning`, tone: 'warn' } : plain(text);
    }
    case 'asked':
      return plain(askedWords(entry.commitment));
    case 'committed':
      return { text: `${entry.nodeName} vouches for ${images(entry.objects)}`, tone: 'ok' };
    case 'not-committed':
      return { text: `${entry.nodeName} does not vouch for ${images(entry.objects)}: ${entry.words}`, tone: 'error' };
    case 'listed':
      return plain(`${entry.nodeName} lists ${images(entry.objects)}: weaker than commitment`);
    case 'exported':
      return plain(`Exported ${images(entry.objects)} ${forms[entry.form] ?? ''}`.trim());
  }
};

const askedWords = ({ nodeName, objects, state, committed, failed, expires, nextAttempt }: CommitmentView): string => {
  const asked = `Asked ${nodeName} to vouch for ${images(objects)}`;
  switch (state) {
    case 'asking':
      return nextAttempt === null ? `${asked}…` : `${asked}: next try ${stampText(nextAttempt, true)}`;
    case 'waiting':
      return `${asked}: waiting until ${stampText(expires)}`;
    case 'reported':
      return `${asked}: ${countText(committed)} safe${failed > 0 ? `, ${countText(failed)} not` : ''}`;
    case 'refused':
      return `${asked}: not taken`;
    case 'expired':
      return `${asked}: no report in time`;
    case 'stopped':
      return `${asked}: stopped`;
  }
};
