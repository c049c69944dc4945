// Every failure against its transcription, and every row of the catalogue against the form that messages have.
import { describe, expect, it } from 'vitest';
import { statusClass } from '../../core/dimse/status.ts';
import { explainContext, explainEnd, explainFailure, isTransient } from '../../core/failures/explain-failure.ts';
import { explainFile, explainInboxAnswer, explainKnock, explainListen, explainOwnRequest } from '../../core/failures/explain-local.ts';
import { explainStatus, isTransientStatus, statusName } from '../../core/failures/explain-status.ts';
import { render } from '../../core/failures/render.ts';
import { requestText } from '../../core/failures/request-text.ts';
import { signatures } from '../../core/failures/tables/first-bytes.ts';
import { inboxAnswers, knocks as knockRows } from '../../core/failures/tables/knocks.ts';
import { byClass, general } from '../../core/failures/tables/status-general.ts';
import * as nServices from '../../core/failures/tables/status-n.ts';
import { find, retrieve, store } from '../../core/failures/tables/status-services.ts';
import { tls } from '../../core/failures/tables/tls.ts';
import * as transport from '../../core/failures/tables/transport.ts';
import { aborts, contexts, rejections } from '../../core/failures/tables/upper-layer.ts';
import type { About, Cause } from '../../core/failures/types.ts';
import { failures, knocks, statuses } from './fixture.ts';

const about: About = {
  nodeName: 'Main PACS',
  host: '10.1.2.3',
  port: 104,
  calledTitle: 'pacs1',
  callingTitle: 'GANTRY',
  inbox: { title: 'GANTRY', port: 11112, addresses: ['10.1.2.9'], scope: 'network' },
};

describe('failures of associations', () => {
  it.each(failures.map((row) => [JSON.stringify(row.failure).slice(0, 90), row.step ?? '', row] as const))('%s %s', (_, __, row) => {
    const told = explainFailure(row.failure, {
      ...about,
      ...(row.step && { step: row.step }),
      afterMs: 40,
      objects: row.failure.kind === 'failed' ? 3 : 0,
    });
    expect(told.headline).toMatch(row.says);
    expect(told.who).toBe(row.who);
    expect(told.code).toMatch(row.code);
    if (row.offers) expect(told.remedies.map(({ kind }) => kind)).toContain(row.offers);
  });

  it('offers the title of a neighbour and the same letters in capitals when the called title is unknown', () => {
    const told = explainFailure({ kind: 'rejected', result: 1, source: 1, reason: 7 }, { ...about, neighbourTitles: ['PACS1_SCP'] });
    expect(told.remedies).toContainEqual({ kind: 'use-title', title: 'PACS1_SCP' });
    expect(told.remedies).toContainEqual({ kind: 'use-title', title: 'PACS1' });
  });

  it('does not offer the port that was just tried', () => {
    const told = explainFailure({ kind: 'failed', phase: 'connect', code: 'ECONNREFUSED', detail: '' }, { ...about, port: 11112 });
    expect(told.remedies.filter(({ kind }) => kind === 'use-port')).toEqual([
      { kind: 'use-port', port: 104 },
      { kind: 'use-port', port: 4242 },
    ]);
  });

  it('does not blame the query list when they hang up in the middle of the matches', () => {
    const told = explainFailure(
      { kind: 'aborted', by: 'peer', source: 0, reason: 0 },
      { ...about, step: 'C-FIND', afterMs: 40, objects: 12 },
    );
    expect(told.headline).toBe('Main PACS hung up.');
  });

  it('takes a release before the answer for hanging up', () => {
    expect(explainEnd({ kind: 'released', by: 'peer' }, { ...about, step: 'C-FIND' }).code).toContain(
      'A-RELEASE-RQ before the answer to C-FIND',
    );
  });

  it.each([
    [{ kind: 'rejected', result: 1, source: 1, reason: 1 }, false],
    [{ kind: 'rejected', result: 2, source: 3, reason: 1 }, true],
    [{ kind: 'aborted', by: 'peer', source: 0, reason: 0 }, true],
    [{ kind: 'aborted', by: 'us', source: 2, reason: 2 }, false],
    [{ kind: 'failed', phase: 'connect', code: 'ECONNREFUSED', detail: '' }, true],
    [{ kind: 'failed', phase: 'tls', code: 'CERT_HAS_EXPIRED', detail: '' }, false],
    [{ kind: 'failed', phase: 'no-context', code: 'no-context', detail: '' }, false],
    [{ kind: 'failed', phase: 'cancelled', code: 'cancelled', detail: '' }, false],
  ] as const)('%j may pass by itself: %s', (failure, expected) => {
    expect(isTransient(failure)).toBe(expected);
  });

  it.each([
    [1, 'Main PACS does not want CT Image from you.'],
    [2, 'Main PACS refused CT Image without a reason.'],
    [3, 'Main PACS does not take CT Image.'],
    [4, 'Main PACS takes CT Image, but not as JPEG 2000.'],
    [9, 'Main PACS refused CT Image without a reason.'],
  ])('context result %i', (result, headline) => {
    expect(explainContext({ result, what: 'CT Image', syntax: 'JPEG 2000' }, about)).toMatchObject({ headline, who: 'peer' });
  });
});

describe('statuses', () => {
  const cases = statuses.flatMap(({ codes, ...row }) => codes.split(' ').map((code) => ({ code, ...row })));

  it.each(cases)('$service $code', ({ service, code, name, who }) => {
    const number = Number.parseInt(code, 16);
    const status = { code: number, class: statusClass(number) };
    expect(statusName(status, service)).toMatch(name);
    const told = explainStatus(status, service, about);
    expect(told.who).toBe(who);
    expect(told.code).toContain(code);
  });

  it('repeats the words of the peer and names the elements', () => {
    const told = explainStatus(
      { code: 0x0120, class: 'failure', errorComment: ' no key ', offendingElements: [0x0020000d] },
      'C-MOVE',
      about,
    );
    expect(told.theirWords).toBe('no key');
    expect(told.why).toContain('(0020,000D)');
  });

  it('names the destination that is not known', () => {
    expect(explainStatus({ code: 0xa801, class: 'failure' }, 'C-MOVE', about).headline).toBe('Main PACS has no destination called GANTRY.');
  });

  it.each([
    [0xa700, true],
    [0xa7ff, true],
    [0x0110, true],
    [0x0213, true],
    [0xa900, false],
    [0xc000, false],
    [0x0122, false],
  ])('%i may pass by itself: %s', (code, expected) => {
    expect(isTransientStatus(code)).toBe(expected);
  });
});

describe('our own port, files and callers', () => {
  it.each([
    ['EADDRINUSE', /Another program uses port 11112/],
    ['EACCES', /needs administrator rights/],
    ['EADDRNOTAVAIL', /no longer has the address/],
    ['EMFILE', /Too many connections/],
    ['EWHATEVER', /could not open port 11112/],
  ])('listening: %s', (code, says) => {
    const told = explainListen(code, { title: 'GANTRY', host: '10.1.2.9', port: 11112 });
    expect(told.headline).toMatch(says);
    expect(told.code).toBe(code);
  });

  it.each([
    ['ENOSPC', /full/],
    ['EDQUOT', /full/],
    ['EROFS', /read-only/],
    ['EACCES', /may not use/],
    ['ENOENT', /no longer there/],
  ])('files: %s', (code, says) => {
    expect(explainFile(code, about)?.headline).toMatch(says);
  });

  it('has nothing to say of codes that are none of files', () => {
    expect(explainFile('ECONNRESET', about)).toBeUndefined();
  });

  it.each(knocks)('knock $knock.outcome $code', ({ knock, says, who, code }) => {
    const remote = { address: '10.1.2.9', port: 50_000 };
    const titles = knock.outcome === 'refused' ? { callingTitle: 'CT3', calledTitle: 'GANTRY_OLD' } : {};
    const told = explainKnock({ remote, detail: 'x', ...titles, ...knock }, { title: 'GANTRY', host: '0.0.0.0', port: 11112 });
    expect(told.headline).toMatch(says);
    expect(told.who).toBe(who);
    expect(told.code).toMatch(code);
  });

  it.each([
    ['disk-low', /A700/],
    ['unreadable', /C000/],
    ['mismatch', /A900/],
    ['other-version', /0000/],
    ['class-not-accepted', /result 3/],
    ['syntax-not-accepted', /result 4/],
  ] as const)('the inbox answers %s', (answer, code) => {
    expect(explainInboxAnswer(answer, about).code).toMatch(code);
  });

  it('says what cannot be asked, and why', () => {
    expect(explainOwnRequest('“x” is no date', about)).toMatchObject({ why: '“x” is no date', who: 'you' });
  });
});

describe('the request for the other administrator', () => {
  it('names titles, address, port and what is asked for', () => {
    const text = requestText(about);
    for (const word of ['pacs1', 'GANTRY', '10.1.2.9', '11112', 'C-MOVE destination', 'C-STORE']) expect(text).toContain(word);
  });

  it('says when our inbox is not open yet', () => {
    const inbox = { title: 'GANTRY', port: 11112, addresses: [], scope: 'this-computer' } as const;
    expect(requestText({ ...about, inbox })).toContain('not yet open to the network');
  });
});

describe('the form of messages', () => {
  const tables: readonly Readonly<Record<string, Cause>>[] = [
    ...[rejections, aborts, contexts, tls, knockRows, inboxAnswers, general, byClass, store, find, retrieve],
    ...Object.values(transport),
    ...Object.values(nServices),
    Object.fromEntries(signatures.map(({ name, cause }) => [name, cause])),
  ];
  const rows = tables.flatMap((table) => Object.entries(table));
  const facts = { what: 'CT Image', syntax: 'JPEG 2000', detail: 'x', elements: '', destination: 'GANTRY' };

  it.each(rows)('%s', (_, cause) => {
    const told = render(cause, { ...about, objects: 12 }, { code: 'code', facts });
    const headline = told.headline;
    expect(headline.split(/\s+/).length, headline).toBeLessThanOrEqual(12);
    expect(headline).toMatch(/^\S.*\.$/);
    expect(told.why).not.toBe('');
    for (const text of [headline, told.why, told.advice]) {
      expect(text).not.toMatch(/[!{}]|undefined|\berror\b/i);
    }
    for (const text of [cause.headline, cause.why, cause.advice]) {
      for (const [, name = ''] of text.matchAll(/\{(\w+)\}/g)) {
        expect([
          ...Object.keys(facts),
          'node',
          'host',
          'port',
          'them',
          'us',
          'step',
          'objects',
          'names',
          'issuer',
          'until',
          'from',
          'seconds',
          'ourAddress',
          'ourPort',
        ]).toContain(name);
      }
    }
  });
});
