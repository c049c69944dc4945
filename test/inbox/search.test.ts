// Filters over the index: what a word finds, where, and how the finding follows what arrives and goes.
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { InboxFilter, InboxMatches } from '../../core/contract/inbox.ts';
import type { Inbox } from '../../core/inbox/inbox.ts';
import { until } from '../support/until.ts';
import { ctObject, inboxes, send } from './support/arrivals.ts';

let place: ReturnType<typeof inboxes>;
beforeEach(() => {
  place = inboxes();
});
afterEach(() => place.remove());

const words = (text: string): InboxFilter => ({ texts: [{ in: 'anything', text }] });
const only = (where: InboxFilter['texts'][number]['in'], text: string): InboxFilter => ({ texts: [{ in: where, text }] });

function found(inbox: Inbox, filter: InboxFilter): readonly string[] {
  let studies: readonly string[] = [];
  inbox.search(filter, (event) => {
    if (event.kind === 'all') studies = event.studies;
  })();
  return [...studies].sort();
}

async function filled(): Promise<Inbox> {
  const inbox = place.open();
  const yamada = {
    StudyInstanceUID: '1.5',
    SeriesInstanceUID: '1.5.1',
    PatientName: 'Yamada^Tarou=山田^太郎=やまだ^たろう',
    PatientID: '77',
    StudyDate: '20260105',
    SeriesDescription: 'Lunge 1.0 B60f',
    InstitutionName: '中央病院',
  };
  const mueller = {
    StudyInstanceUID: '1.6',
    SeriesInstanceUID: '1.6.1',
    PatientName: 'Müller^Jörg',
    PatientID: 'P7',
    SeriesDescription: 'Straße',
    Modality: 'MR',
    AccessionNumber: 'B"7_%',
    StudyDate: '20251231',
    ReferringPhysicianName: 'O’Neill^Zoë',
  };
  await send(inbox.store, ctObject('1.2.840.9.5.1.1', yamada));
  await send(inbox.store, ctObject('1.2.840.9.6.1.1', mueller));
  return inbox;
}

describe('a word', () => {
  it.each([
    ['ヤマダ', ['1.5']],
    ['やまだ', ['1.5']],
    ['ﾔﾏﾀﾞ', ['1.5']],
    ['山田', ['1.5']],
    ['山', ['1.5']],
    ['YAMADA', ['1.5']],
    ['yamada taro', ['1.5']],
    ['ta ya', ['1.5']],
    ['muller', ['1.6']],
    ['MÜLLER', ['1.6']],
    ['strasse', ['1.6']],
    ['straße', ['1.6']],
    ['p7', ['1.6']],
    ['1.6.1', ['1.6']],
    ['nobody', []],
    ['', ['1.5', '1.6']],
    ['lunge', ['1.5']],
    ['b60', ['1.5']],
    ['中央', ['1.5']],
    ['zoe', ['1.6']],
    ['ct3', ['1.5', '1.6']],
    ['10.1.2.3', ['1.5', '1.6']],
    ['mr', ['1.6']],
    ['b"7', ['1.6']],
    ['7_%', ['1.6']],
    ['mull" OR "zoe', []],
    ['*', []],
  ])('%j finds what is meant', async (text, expected) => {
    expect(found(await filled(), words(text))).toEqual(expected);
  });

  it('that is a whole SOP Instance UID finds its study', async () => {
    const inbox = await filled();
    expect(found(inbox, words('1.2.840.9.6.1.1'))).toEqual(['1.6']);
    expect(found(inbox, words('1.2.840.9.6.1'))).toEqual([]);
  });

  it('may be meant for one kind of value', async () => {
    const inbox = await filled();
    expect(found(inbox, words('7'))).toEqual(['1.5', '1.6']);
    expect(found(inbox, only('patientId', '77'))).toEqual(['1.5']);
    expect(found(inbox, only('accession', 'b'))).toEqual(['1.6']);
    expect(found(inbox, only('name', 'zoe'))).toEqual([]);
    expect(found(inbox, only('sender', 'ct3'))).toEqual(['1.5', '1.6']);
    expect(found(inbox, only('name', 'ct3'))).toEqual([]);
  });
});

it('finds by modality and date', async () => {
  const inbox = await filled();
  expect(found(inbox, { texts: [], modalities: ['mr', 'US'] })).toEqual(['1.6']);
  expect(found(inbox, { texts: [], modalities: ['M'] })).toEqual([]);
  expect(found(inbox, { texts: [], dateFrom: '20260101' })).toEqual(['1.5']);
  expect(found(inbox, { texts: [], dateTo: '20251231' })).toEqual(['1.6']);
});

it('follows what arrives, grows and goes', async () => {
  const inbox = await filled();
  const events: InboxMatches[] = [];
  const stop = inbox.search(words('lunge'), (event) => events.push(event));
  expect(events).toEqual([{ kind: 'all', studies: ['1.5'] }]);
  await send(inbox.store, ctObject('1.2.840.9.6.1.2', { StudyInstanceUID: '1.6', SeriesInstanceUID: '1.6.2', SeriesDescription: 'Lunge' }));
  await until(() => events.length === 2, { what: 'the second study to be found' });
  expect(events[1]).toEqual({ kind: 'change', more: ['1.6'], fewer: [] });
  inbox.remove([{ kind: 'study', studyUid: '1.5' }]);
  await until(() => events.length === 3, { what: 'the first study to be gone' });
  expect(events[2]).toEqual({ kind: 'change', more: [], fewer: ['1.5'] });
  stop();
});

it('finds nothing of what was removed, and finds again what was restored or read anew', async () => {
  const inbox = await filled();
  const { token } = inbox.remove([{ kind: 'study', studyUid: '1.5' }]);
  expect(found(inbox, words('yamada'))).toEqual([]);
  await inbox.restore(token);
  expect(found(inbox, words('yamada'))).toEqual(['1.5']);
  await inbox.rebuild();
  expect(found(inbox, words('lunge'))).toEqual(['1.5']);
  expect(place.database.statement<{ n: number }>('SELECT count(*) AS n FROM inbox_text').get()?.n).toBe(2);
});
