import { describe, expect, it } from 'vitest';
import { encodeLatin1 } from '../../core/lib/bytes.ts';
import { describeFragment, describePdu, describePduAtLength } from '../../core/pdu/describe.ts';
import type { ControlPdu } from '../../core/pdu/types.ts';
import { abortWords, contextResultWords, problemWords, rejectionWords } from '../../core/pdu/words.ts';
import { echoAccept, echoRequest, fullAccept, fullRequest } from './golden.ts';

describe('one line a PDU', () => {
  const none = { roles: [], sopClassExtended: [], sopClassCommonExtended: [] };
  const context = (id: number, abstractSyntax: string) => ({ id, abstractSyntax, transferSyntaxes: ['1.2.840.10008.1.2'] });

  it.each<readonly [string, ControlPdu]>([
    ['A-ASSOCIATE-RQ ECHOSCU -> STORE: 1 context (Verification SOP Class (1.2.840.10008.1.1)), PDUs up to 16384', echoRequest.value],
    ['A-ASSOCIATE-AC ECHOSCU -> STORE: 1 of 1 context accepted, PDUs up to 16384', echoAccept.value],
    ['A-ASSOCIATE-AC GANTRY -> ANY-SCP: 1 of 2 contexts accepted, PDUs of any length', fullAccept.value],
    [
      'A-ASSOCIATE-RQ A·[2J -> B: 0 contexts, PDU length not told',
      { ...echoRequest.value, callingTitle: 'A\x1b[2J', calledTitle: 'B', contexts: [], userInformation: none },
    ],
    [
      'A-ASSOCIATE-RQ ECHOSCU -> STORE: 4 contexts (1.2, 1.3, 1.4, …), PDUs up to 16384',
      { ...echoRequest.value, contexts: [context(1, '1.2'), context(3, '1.3'), context(5, '1.4'), context(7, '1.5')] },
    ],
    [
      'A-ASSOCIATE-RJ permanent, service user: called AE title not recognised (1/1/7)',
      { kind: 'associate-rj', result: 1, source: 1, reason: 7 },
    ],
    ['A-RELEASE-RQ', { kind: 'release-rq' }],
    ['A-RELEASE-RP', { kind: 'release-rp' }],
    ['A-ABORT by the service user (0/0)', { kind: 'abort', source: 0, reason: 0 }],
    ['A-ABORT by the service provider: unexpected PDU (2/2)', { kind: 'abort', source: 2, reason: 2 }],
  ])('%s', (line, pdu) => {
    expect(describePdu(pdu)).toBe(line);
    expect(describePduAtLength(pdu)[0]).toBe(line);
  });

  it.each([
    ['P-DATA-TF context 1: command, 68 bytes, last', { contextId: 1, command: true, last: true }, 68],
    ['P-DATA-TF context 3: data set, 1 byte', { contextId: 3, command: false, last: false }, 1],
  ])('%s', (line, header, length) => {
    expect(describeFragment(header, length)).toBe(line);
  });
});

describe('the long form', () => {
  it('tells everything of a request', () => {
    expect(describePduAtLength(fullRequest.value).slice(1)).toEqual([
      '  application context: DICOM Application Context Name (1.2.840.10008.3.1.1.1)',
      '  context 3: CT Image Storage (1.2.840.10008.5.1.4.1.1.2)',
      '    Explicit VR Little Endian (1.2.840.10008.1.2.1)',
      '    Implicit VR Little Endian (1.2.840.10008.1.2)',
      '  implementation class: 1.2.826.0.1',
      '  implementation version: GANTRY',
      '  asynchronous operations: 5 invoked, 5 performed',
      '  role CT Image Storage (1.2.840.10008.5.1.4.1.1.2): SCU no, SCP yes',
      '  extended CT Image Storage (1.2.840.10008.5.1.4.1.1.2): 6 bytes',
      '  common extended CT Image Storage (1.2.840.10008.5.1.4.1.1.2): service class Storage Service Class (1.2.840.10008.4.2)',
      '    related Enhanced SR Storage (1.2.840.10008.5.1.4.1.1.88.22)',
      '  user identity: user name, response requested',
    ]);
  });

  it('tells everything of an accept', () => {
    const odd = { ...fullAccept.value, protocolVersion: 3, applicationContext: '' };
    expect(describePduAtLength(odd).slice(1)).toEqual([
      '  application context: (none)',
      '  protocol version: 3',
      '  context 1: abstract syntax not supported',
      '  context 3: accepted, Explicit VR Little Endian (1.2.840.10008.1.2.1)',
      '  implementation class: 1.2.826.0.1',
      '  asynchronous operations: 3 invoked, 1 performed',
      '  role CT Image Storage (1.2.840.10008.5.1.4.1.1.2): SCU yes, SCP yes',
      '  extended CT Image Storage (1.2.840.10008.5.1.4.1.1.2): 1 byte',
      '  user identity response: 3 bytes',
    ]);
  });

  it.each([
    [1, 'user name'],
    [2, 'user name and passcode'],
    [3, 'Kerberos service ticket'],
    [4, 'SAML assertion'],
    [5, 'JSON web token'],
    [9, 'type 9'],
  ])('tells of user identity type %i no more than: %s', (type, words) => {
    const userIdentity = { type, positiveResponseRequested: false, primary: encodeLatin1('anna'), secondary: encodeLatin1('secret') };
    const lines = describePduAtLength({ ...echoRequest.value, userInformation: { ...echoRequest.value.userInformation, userIdentity } });
    expect(lines.at(-1)).toBe(`  user identity: ${words}`);
    expect(lines.join('\n')).not.toMatch(/anna|secret/);
  });

  it('says unlimited for a window of 0', () => {
    const userInformation = { ...echoRequest.value.userInformation, asynchronousOperations: { invoked: 0, performed: 1 } };
    expect(describePduAtLength({ ...echoRequest.value, userInformation })).toContain(
      '  asynchronous operations: unlimited invoked, 1 performed',
    );
  });
});

describe('words for numbers', () => {
  it.each([
    [{ result: 1, source: 1, reason: 2 }, 'permanent, service user: application context name not supported (1/1/2)'],
    [{ result: 2, source: 3, reason: 1 }, 'transient, service provider, presentation: temporary congestion (2/3/1)'],
    [{ result: 1, source: 2, reason: 2 }, 'permanent, service provider, association control: protocol version not supported (1/2/2)'],
    [{ result: 7, source: 8, reason: 9 }, 'of unknown result, unknown source: unknown reason (7/8/9)'],
  ])('rejection %o', (rejection, words) => {
    expect(rejectionWords(rejection)).toBe(words);
  });

  it.each([
    [{ source: 2, reason: 6 }, 'by the service provider: invalid PDU parameter value (2/6)'],
    [{ source: 2, reason: 3 }, 'by the service provider: unknown reason (2/3)'],
    [{ source: 1, reason: 0 }, 'by an unknown source: no reason given (1/0)'],
    [{ source: 0, reason: 5 }, 'by the service user (0/5)'],
  ])('abort %o', (abort, words) => {
    expect(abortWords(abort)).toBe(words);
  });

  it('context results', () => {
    expect([0, 1, 2, 3, 4, 9].map(contextResultWords)).toEqual([
      'accepted',
      'rejected by the user',
      'rejected without a reason',
      'abstract syntax not supported',
      'transfer syntaxes not supported',
      'rejected with result 9',
    ]);
  });

  it('problems', () => {
    const problem = { reason: 1, detail: 'PDU type 16H is not known', firstBytes: Uint8Array.of(0x16, 3, 1) } as const;
    expect(problemWords({ kind: 'unrecognised-pdu', ...problem })).toBe('not a PDU: PDU type 16H is not known (16 03 01)');
    expect(problemWords({ ...problem, kind: 'invalid-pdu', detail: 'too short' })).toBe('broken PDU: too short (16 03 01)');
  });
});
