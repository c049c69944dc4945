// What only shows when both ends of a retrieve, or many outcomes, are looked at together.
import { describe, expect, it } from 'vitest';
import type { Failure, Knock } from '../../core/association/types.ts';
import { statusClass } from '../../core/dimse/status.ts';
import { inferRetrieve, type RetrieveSeen } from '../../core/failures/infer-retrieve.ts';
import { inferDrops, inferOneConnection, inferSend, inferTitle, inferTogether } from '../../core/failures/infer-send.ts';
import type { AboutStatus } from '../../core/failures/explain-status.ts';

const about: AboutStatus = {
  nodeName: 'Main PACS',
  host: '10.1.2.3',
  port: 104,
  calledTitle: 'PACS1',
  callingTitle: 'GANTRY',
  inbox: { title: 'GANTRY', port: 11112, addresses: ['10.1.2.9'], scope: 'network' },
};

const status = (code: number, counters: Partial<RetrieveSeen['final']['counters']> = {}): RetrieveSeen['final'] => ({
  kind: 'status',
  status: { code, class: statusClass(code) },
  counters: { remaining: 0, completed: 0, failed: 0, warning: 0, ...counters },
  failedSopInstanceUids: [],
});

const seen = (final: RetrieveSeen['final'], more: Partial<RetrieveSeen> = {}): RetrieveSeen => ({
  method: 'C-MOVE',
  destination: 'inbox',
  final,
  arrived: 0,
  refusedHere: 0,
  expected: null,
  acceptedHere: 0,
  knocks: [],
  ...more,
});

const knock = (more: Partial<Knock> = {}): Knock => ({
  remote: { address: '10.1.2.3', port: 50_000 },
  callingTitle: 'PACS1',
  calledTitle: 'GANTRY2',
  outcome: 'refused',
  refusal: { result: 1, source: 1, reason: 7 },
  detail: '',
  ...more,
});

describe('a retrieve seen from both ends', () => {
  it('says nothing when both ends agree', () => {
    expect(inferRetrieve(seen(status(0, { completed: 5 }), { arrived: 5, expected: 5 }), about)).toBeUndefined();
  });

  it.each([0xa702, 0xa700, 0xc000, 0xb000])('%i and nobody at our port: they cannot reach us', (code) => {
    expect(inferRetrieve(seen(status(code, { failed: 3 })), about)).toMatchObject({
      headline: 'Main PACS could not deliver to this computer.',
      confidence: 'likely',
      remedies: [{ kind: 'show-address' }, { kind: 'use-retrieve', retrieve: 'get' }, { kind: 'copy-request' }],
    });
  });

  it('does not blame the way back for a status that speaks for itself', () => {
    expect(inferRetrieve(seen(status(0xa801)), about)?.headline).toBe('Main PACS has no destination called GANTRY.');
    expect(inferRetrieve(seen(status(0x0122)), about)?.code).toContain('0122');
  });

  it('a knock that we refused: our reason', () => {
    expect(inferRetrieve(seen(status(0xa702), { knocks: [knock()] }), about)).toMatchObject({
      headline: 'PACS1 asked for GANTRY2, which is not our name.',
      who: 'you',
      confidence: 'certain',
    });
  });

  it('a knock from somebody else right after: they may send under another name', () => {
    const other = knock({ remote: { address: '10.9.9.9', port: 1 }, callingTitle: 'PACS_B' });
    expect(inferRetrieve(seen(status(0xc000), { knocks: [other] }), about)).toMatchObject({ confidence: 'likely' });
    expect(inferRetrieve(seen(status(0xc000), { knocks: [other] }), about)?.why).toMatch(/another name or address/);
  });

  it('objects that our inbox refused: our status', () => {
    const told = inferRetrieve(
      seen(status(0xb000, { failed: 2, completed: 1 }), {
        arrived: 1,
        refusedHere: 2,
        acceptedHere: 1,
        refusal: { status: 0xa700, comment: 'inbox disk full' },
      }),
      about,
    );
    expect(told).toMatchObject({ headline: 'This computer refused 2 objects from Main PACS.', confidence: 'certain' });
    expect(told?.why).toContain('A700 (inbox disk full)');
  });

  it('success with nothing at all: nothing to send', () => {
    expect(inferRetrieve(seen(status(0)), about)?.headline).toBe('Main PACS reports success, but had nothing to send.');
    expect(inferRetrieve(seen(status(0), { method: 'C-GET' }), about)?.headline).toBe(
      'Main PACS reports success, but had nothing to send.',
    );
  });

  it('success that claims objects which did not come: they went elsewhere', () => {
    expect(inferRetrieve(seen(status(0, { completed: 7 })), about)?.headline).toBe('Main PACS says it sent everything, but nothing came.');
  });

  it('fewer than announced: how many are missing', () => {
    expect(inferRetrieve(seen(status(0, { completed: 7 }), { arrived: 5 }), about)).toMatchObject({
      headline: 'Main PACS reports success, but 2 objects did not come.',
      confidence: 'certain',
    });
  });

  it('a third system counts by what the node reports', () => {
    expect(inferRetrieve(seen(status(0, { completed: 7 }), { destination: 'third-system' }), about)).toBeUndefined();
    expect(inferRetrieve(seen(status(0xa702), { destination: 'third-system' }), about)?.headline).toBe('Main PACS could not deliver.');
  });

  it('hanging up before the answer', () => {
    const final: RetrieveSeen['final'] = {
      kind: 'ended',
      end: { kind: 'aborted', by: 'peer', source: 0, reason: 0 },
      counters: { remaining: 0, completed: 0, failed: 0, warning: 0 },
    };
    expect(inferRetrieve(seen(final), { ...about, afterMs: 20 })?.headline).toBe('Main PACS accepted the call, then hung up when asked.');
  });
});

describe('the outcomes of a send together', () => {
  const ct = 'CT Image Storage, Explicit';
  const video = 'Video, MPEG-4';

  it('one kind failed and no other did: it is the kind', () => {
    const told = inferSend(
      [
        { kind: ct, ok: true, objects: 400, failures: 0 },
        { kind: video, ok: false, objects: 12, failures: 1 },
      ],
      about,
    );
    expect(told).toMatchObject({ headline: '12 objects of one kind stay here: Main PACS refused each.', confidence: 'certain' });
  });

  it('the same objects failed again and again: it is these files', () => {
    const told = inferSend(
      [
        { kind: ct, ok: true, objects: 400, failures: 0 },
        { kind: ct, ok: false, objects: 1, failures: 3 },
      ],
      about,
    );
    expect(told?.headline).toBe('Main PACS refuses the same 1 object every time.');
  });

  it('has no opinion when everything or nothing failed', () => {
    expect(inferSend([{ kind: ct, ok: false, objects: 4, failures: 1 }], about)).toBeUndefined();
    expect(inferSend([{ kind: ct, ok: true, objects: 4, failures: 0 }], about)).toBeUndefined();
  });

  it('connections that break after some objects again and again: a limit', () => {
    expect(inferDrops([100], about)).toBeUndefined();
    expect(inferDrops([100, 0], about)).toBeUndefined();
    expect(inferDrops([100, 100], about)?.headline).toBe('Main PACS drops each connection after a while.');
  });

  it('a further connection that is refused while one works: one at a time', () => {
    expect(inferOneConnection({ kind: 'rejected', result: 2, source: 3, reason: 2 }, about)?.headline).toMatch(/one connection at a time/);
    expect(inferOneConnection({ kind: 'failed', phase: 'timer', code: 'association-timeout', detail: '' }, about)?.confidence).toBe(
      'likely',
    );
    expect(inferOneConnection({ kind: 'rejected', result: 1, source: 1, reason: 7 }, about)).toBeUndefined();
  });
});

describe('several nodes together', () => {
  const silent: Failure = { kind: 'failed', phase: 'timer', code: 'connect-timeout', detail: '' };
  const unknown: Failure = { kind: 'failed', phase: 'name', code: 'ENOTFOUND', detail: '' };

  it('all unreached: the network of this computer, said once', () => {
    expect(inferTogether([silent, unknown, silent], about)).toMatchObject({
      headline: 'None of 3 systems can be reached: look at your network.',
      who: 'network',
    });
  });

  it('not when one of them answered, refused, or is alone', () => {
    expect(inferTogether([silent, undefined], about)).toBeUndefined();
    expect(inferTogether([silent, { kind: 'failed', phase: 'connect', code: 'ECONNREFUSED', detail: '' }], about)).toBeUndefined();
    expect(inferTogether([silent], about)).toBeUndefined();
  });

  it('another title that the port accepts is offered', () => {
    expect(inferTitle('PACS1_SCP', about)).toMatchObject({ headline: 'Main PACS answers as PACS1_SCP, not as PACS1.' });
    expect(inferTitle('PACS1_SCP', about).remedies).toContainEqual({ kind: 'use-title', title: 'PACS1_SCP' });
  });
});
