import { describe, expect, it } from 'vitest';
import { concat } from '../../core/lib/bytes.ts';
import { decodePdu } from '../../core/pdu/decode.ts';
import type { AssociateAc, AssociateRq } from '../../core/pdu/types.ts';
import { applicationContext, associateBody, context, hex, implicit, item, text, userInformation, verification } from './build.ts';

const RQ = 1;
const AC = 2;
const complete = [applicationContext, context, userInformation];

function request(items: readonly Uint8Array[], fields = {}): AssociateRq {
  const pdu = decodePdu(RQ, associateBody(items, fields));
  if (pdu.kind !== 'associate-rq') throw new Error(`read as ${pdu.kind}`);
  return pdu;
}

function accept(items: readonly Uint8Array[]): AssociateAc {
  const pdu = decodePdu(AC, associateBody(items));
  if (pdu.kind !== 'associate-ac') throw new Error(`read as ${pdu.kind}`);
  return pdu;
}

const whole = request(complete);

describe('lenient where the standard or experience says so', () => {
  it.each([
    ['an item of unknown type between the others', [applicationContext, item(0x99, hex('0102')), context, userInformation]],
    ['an unknown sub-item of the user information', [applicationContext, context, item(0x50, item(0x51, hex('00004000')), item(0xee))]],
    [
      'an unknown sub-item of a context',
      [applicationContext, item(0x20, hex('01000000'), item(0x77), verification, implicit), userInformation],
    ],
    ['items in another order', [userInformation, context, applicationContext]],
    ['UIDs with one trailing NUL', [item(0x10, text('1.2.840.10008.3.1.1.1\0')), context, userInformation]],
    ['UIDs with trailing spaces', [item(0x10, text('1.2.840.10008.3.1.1.1 ')), context, userInformation]],
    [
      'reserved bytes of a context that are not zero',
      [applicationContext, item(0x20, hex('01abcdef'), verification, implicit), userInformation],
    ],
  ])('%s', (_, items) => {
    expect(request(items)).toEqual(whole);
  });

  it('titles with NUL padding, leading spaces or Latin-1 letters', () => {
    const { calledTitle, callingTitle } = request(complete, { called: text('PACS\0\0 x'), calling: text('  H\u00d6RSAAL') });
    expect({ calledTitle, callingTitle }).toEqual({ calledTitle: 'PACS', callingTitle: 'H\u00d6RSAAL' });
  });

  it('any protocol version, for negotiation to judge', () => {
    expect(request(complete, { version: '8003' }).protocolVersion).toBe(0x8003);
  });

  it('no application context, contexts or user information at all', () => {
    expect(request([])).toMatchObject({ applicationContext: '', contexts: [], userInformation: { roles: [] } });
  });

  it('a context without abstract or transfer syntax', () => {
    expect(request([item(0x20, hex('05000000'))]).contexts).toEqual([{ id: 5, abstractSyntax: '', transferSyntaxes: [] }]);
  });

  it('an answer without transfer syntax, with an empty one, with several in a rejection, with a result of its own', () => {
    const answers = accept([
      item(0x21, hex('01000300')),
      item(0x21, hex('03000400'), item(0x40)),
      item(0x21, hex('05000100'), implicit, implicit),
      item(0x21, hex('07002a00'), item(0x99)),
    ]).contexts;
    expect(answers).toEqual([
      { id: 1, result: 3, transferSyntax: '' },
      { id: 3, result: 4, transferSyntax: '' },
      { id: 5, result: 1, transferSyntax: '1.2.840.10008.1.2' },
      { id: 7, result: 42, transferSyntax: '' },
    ]);
  });

  it('bytes behind the last field of PDUs and sub-items', () => {
    expect(decodePdu(5, hex('00000000 ffff'))).toEqual({ kind: 'release-rq' });
    expect(decodePdu(7, hex('00000206 ffff'))).toEqual({ kind: 'abort', source: 2, reason: 6 });
    expect(request([item(0x50, item(0x51, hex('00004000 ff')))]).userInformation.maximumLength).toBe(16_384);
  });

  it('triples and reasons that no table has', () => {
    expect(decodePdu(3, hex('00090909'))).toEqual({ kind: 'associate-rj', result: 9, source: 9, reason: 9 });
    expect(decodePdu(7, hex('0000ffff'))).toEqual({ kind: 'abort', source: 255, reason: 255 });
  });

  it('a user identity of unknown type', () => {
    const { userIdentity } = request([item(0x50, item(0x58, hex('0900 0001 41 0000')))]).userInformation;
    expect(userIdentity).toEqual({ type: 9, positiveResponseRequested: false, primary: text('A'), secondary: hex('') });
  });

  it('a version name with padding', () => {
    expect(request([item(0x50, item(0x55, text('ABC \0')))]).userInformation.implementationVersionName).toBe('ABC');
  });
});

describe('what is kept does not keep the PDU alive', () => {
  it('copies identity, response and extended information', () => {
    const body = associateBody([
      item(0x50, item(0x56, hex('0003'), text('1.2'), hex('0102')), item(0x58, hex('0100 0001 41 0000')), item(0x59, hex('0001 42'))),
    ]);
    const pdu = decodePdu(RQ, body);
    body.fill(0xff);
    expect(pdu).toMatchObject({
      userInformation: {
        sopClassExtended: [{ sopClassUid: '1.2', information: hex('0102') }],
        userIdentity: { primary: text('A') },
        userIdentityResponse: text('B'),
      },
    });
  });
});

describe('invalid parameter values: A-ABORT 2/6', () => {
  const claimsTooMuch = hex('10 00 00ff 31');
  it.each<readonly [string, number, readonly Uint8Array[]]>([
    ['an item longer than the PDU', RQ, [claimsTooMuch]],
    ['an item header cut off', RQ, [applicationContext, hex('2000')]],
    ['a context item too short for its id', RQ, [item(0x20, hex('01'))]],
    ['a sub-item longer than its context', RQ, [item(0x20, hex('01000000'), hex('30 00 0040 31'))]],
    ['an even context id', RQ, [item(0x20, hex('02000000'), verification, implicit)]],
    ['context id 0', RQ, [item(0x20, hex('00000000'), verification, implicit)]],
    ['a context id that stands twice', RQ, [context, context]],
    ['a maximum length of two bytes', RQ, [item(0x50, item(0x51, hex('4000')))]],
    ['a sub-item longer than the user information', RQ, [item(0x50, hex('51 00 0008 00004000'))]],
    ['a window of three bytes', RQ, [item(0x50, item(0x53, hex('000100')))]],
    ['a role whose UID is longer than it', RQ, [item(0x50, item(0x54, hex('0040'), text('1.2'), hex('0101')))]],
    ['a role without its SCP byte', RQ, [item(0x50, item(0x54, hex('0003'), text('1.2'), hex('01')))]],
    ['extended negotiation cut off in its UID', RQ, [item(0x50, item(0x56, hex('0009'), text('1.2')))]],
    ['common extended negotiation without its service class', RQ, [item(0x50, item(0x57, hex('0003'), text('1.2')))]],
    ['related classes longer than their sub-item', RQ, [item(0x50, item(0x57, hex('0000 0000 0009'), text('1.2')))]],
    ['a related class longer than the list', RQ, [item(0x50, item(0x57, hex('0000 0000 0005 0009'), text('1.2')))]],
    ['a user identity without its secondary length', RQ, [item(0x50, item(0x58, hex('0100 0001 41')))]],
    ['a user identity longer than its sub-item', RQ, [item(0x50, item(0x58, hex('0100 ffff 41')))]],
    ['an empty user identity sub-item', RQ, [item(0x50, item(0x58))]],
    ['a server response longer than its sub-item', AC, [item(0x50, item(0x59, hex('0004 41')))]],
    ['an answer too short for its result', AC, [item(0x21, hex('0100'))]],
  ])('%s', (_, type, items) => {
    expect(decodePdu(type, associateBody(items))).toMatchObject({ kind: 'invalid-pdu', reason: 6 });
  });

  it.each([RQ, AC])('fixed fields cut anywhere (PDU type %i)', (type) => {
    const fixed = associateBody([]);
    for (let length = 0; length < fixed.length; length += 1) {
      expect(decodePdu(type, fixed.subarray(0, length)), `${length} bytes`).toMatchObject({ kind: 'invalid-pdu', reason: 6 });
    }
  });

  it('a request cut anywhere behind them is whole at the end of an item or invalid', () => {
    const body = associateBody(complete);
    const outcomes = Array.from({ length: body.length - 68 }, (_, more) => decodePdu(RQ, body.subarray(0, 68 + more)).kind);
    expect(outcomes.filter((kind) => kind === 'associate-rq')).toHaveLength(complete.length);
    expect(new Set(outcomes)).toEqual(new Set(['associate-rq', 'invalid-pdu']));
  });
});

describe('unexpected parameters: A-ABORT 2/5', () => {
  it.each<readonly [string, number, readonly Uint8Array[]]>([
    ['a second application context', RQ, [applicationContext, applicationContext]],
    ['a second user information', RQ, [userInformation, userInformation]],
    ['a second abstract syntax', RQ, [item(0x20, hex('01000000'), verification, verification, implicit)]],
    ['a second transfer syntax in an acceptance', AC, [item(0x21, hex('01000000'), implicit, implicit)]],
    ['a context of an accept in a request', RQ, [item(0x21, hex('01000000'), implicit)]],
    ['a context of a request in an accept', AC, [context]],
    ['a second maximum length', RQ, [item(0x50, item(0x51, hex('00004000')), item(0x51, hex('00004000')))]],
    ['a second user identity', RQ, [item(0x50, item(0x58, hex('0100 0001 41 0000')), item(0x58, hex('0100 0001 41 0000')))]],
  ])('%s', (_, type, items) => {
    expect(decodePdu(type, associateBody(items))).toMatchObject({ kind: 'invalid-pdu', reason: 5 });
  });
});

describe('a problem', () => {
  it('has the first sixteen bytes and words for people', () => {
    const body = concat([hex('00010000'), text('SHORT')]);
    expect(decodePdu(RQ, body)).toEqual({
      kind: 'invalid-pdu',
      reason: 6,
      detail: 'the A-ASSOCIATE-RQ ends after 9 bytes, in the middle of a field',
      firstBytes: concat([hex('010000000009'), body]),
    });
    expect(decodePdu(0x16, new Uint8Array(300))).toEqual({
      kind: 'unrecognised-pdu',
      reason: 1,
      detail: 'PDU type 16H is not known',
      firstBytes: concat([hex('16000000012c'), new Uint8Array(10)]),
    });
  });

  it('is what P-DATA-TF is here, since it never is a value', () => {
    expect(decodePdu(4, hex('000000040103aabb'))).toMatchObject({ kind: 'unrecognised-pdu', reason: 1 });
  });
});
