// What each failure must become, transcribed from the standard's tables and from what systems answered, not from the catalogue.
import type { Failure, Knock } from '../../core/association/types.ts';
import type { Who } from '../../core/contract/failure.ts';
import type { StatusService } from '../../core/failures/explain-status.ts';
import type { Step } from '../../core/failures/types.ts';

export interface Expected {
  /** Words of the headline. */
  readonly says: RegExp;
  readonly who: Who;
  readonly code: RegExp;
  /** A remedy that must be offered. */
  readonly offers?: string;
}

const failed = (phase: Extract<Failure, { kind: 'failed' }>['phase'], code: string): Failure => ({
  kind: 'failed',
  phase,
  code,
  detail: '',
});
const rejected = (result: number, source: number, reason: number): Failure => ({ kind: 'rejected', result, source, reason });
const aborted = (source: number, reason: number): Failure => ({ kind: 'aborted', by: 'peer', source, reason });
const firstBytes = (text: string | readonly number[]): Failure => ({
  kind: 'failed',
  phase: 'first-byte',
  code: 'not-dicom',
  detail: '',
  problem: {
    kind: 'unrecognised-pdu',
    reason: 1,
    detail: 'type 48',
    firstBytes: typeof text === 'string' ? new TextEncoder().encode(text) : Uint8Array.from(text),
  },
});

export interface FailureCase extends Expected {
  readonly failure: Failure;
  readonly step?: Step;
}

export const failures: readonly FailureCase[] = [
  // Names and connections.
  { failure: failed('name', 'ENOTFOUND'), says: /Nobody knows the name 10\.1\.2\.3/, who: 'you', code: /^ENOTFOUND/, offers: 'edit-node' },
  { failure: failed('name', 'EAI_NONAME'), says: /Nobody knows/, who: 'you', code: /EAI_NONAME/ },
  { failure: failed('name', 'EAI_AGAIN'), says: /name service does not answer/, who: 'network', code: /EAI_AGAIN/ },
  {
    failure: failed('connect', 'ECONNREFUSED'),
    says: /^Nothing listens on 10\.1\.2\.3 port 104\.$/,
    who: 'peer',
    code: /ECONNREFUSED/,
    offers: 'use-port',
  },
  { failure: failed('connect', 'ETIMEDOUT'), says: /10\.1\.2\.3 does not answer/, who: 'network', code: /ETIMEDOUT/ },
  { failure: failed('timer', 'connect-timeout'), says: /10\.1\.2\.3 does not answer/, who: 'network', code: /connect-timeout/ },
  { failure: failed('connect', 'EHOSTUNREACH'), says: /no way to 10\.1\.2\.3/, who: 'network', code: /EHOSTUNREACH/ },
  { failure: failed('connect', 'ENETUNREACH'), says: /no way to/, who: 'network', code: /ENETUNREACH/ },
  { failure: failed('connect', 'EMFILE'), says: /Too many connections/, who: 'app', code: /EMFILE/ },
  { failure: failed('connect', 'ENFILE'), says: /Too many connections/, who: 'app', code: /ENFILE/ },
  { failure: failed('connect', 'EADDRNOTAVAIL'), says: /no address/, who: 'you', code: /EADDRNOTAVAIL/ },
  { failure: failed('connect', 'EWHATEVER'), says: /could not be reached/, who: 'network', code: /EWHATEVER/ },
  { failure: failed('first-byte', 'ECONNRESET'), says: /closed the door abruptly/, who: 'peer', code: /ECONNRESET after A-ASSOCIATE-RQ/ },
  { failure: failed('first-byte', 'closed'), says: /hung up without a word/, who: 'you', code: /closed after A-ASSOCIATE-RQ/ },
  {
    failure: failed('established', 'ECONNRESET'),
    step: 'C-STORE',
    says: /line to Main PACS broke after 3 objects/,
    who: 'network',
    code: /C-STORE-RQ/,
    offers: 'retry',
  },
  { failure: failed('established', 'EPIPE'), step: 'C-STORE', says: /broke after/, who: 'network', code: /EPIPE/ },
  // TLS, in OpenSSL's and BoringSSL's spellings.
  { failure: failed('tls', 'WRONG_VERSION_NUMBER'), says: /does not speak TLS on port 104/, who: 'you', code: /WRONG_VERSION_NUMBER/ },
  { failure: failed('tls', 'ERR_SSL_WRONG_VERSION_NUMBER'), says: /does not speak TLS/, who: 'you', code: /WRONG_VERSION/ },
  { failure: failed('tls', 'DEPTH_ZERO_SELF_SIGNED_CERT'), says: /made itself/, who: 'you', code: /SELF_SIGNED/ },
  { failure: failed('tls', 'SELF_SIGNED_CERT_IN_CHAIN'), says: /made itself/, who: 'you', code: /SELF_SIGNED/ },
  { failure: failed('tls', 'UNABLE_TO_VERIFY_LEAF_SIGNATURE'), says: /issuer/, who: 'you', code: /LEAF/ },
  { failure: failed('tls', 'UNABLE_TO_GET_ISSUER_CERT_LOCALLY'), says: /issuer/, who: 'you', code: /ISSUER/ },
  { failure: failed('tls', 'CERT_HAS_EXPIRED'), says: /expired/, who: 'peer', code: /EXPIRED/ },
  { failure: failed('tls', 'CERT_NOT_YET_VALID'), says: /not valid yet/, who: 'peer', code: /NOT_YET/ },
  { failure: failed('tls', 'ERR_TLS_CERT_ALTNAME_INVALID'), says: /another name/, who: 'you', code: /ALTNAME/ },
  { failure: failed('tls', 'CERT_REVOKED'), says: /withdrawn or broken/, who: 'peer', code: /REVOKED/ },
  { failure: failed('tls', 'CERT_SIGNATURE_FAILURE'), says: /withdrawn or broken/, who: 'peer', code: /SIGNATURE/ },
  { failure: failed('tls', 'fingerprint-mismatch'), says: /another certificate/, who: 'peer', code: /fingerprint/ },
  { failure: failed('tls', 'TLSV13_ALERT_CERTIFICATE_REQUIRED'), says: /wants a certificate/, who: 'you', code: /REQUIRED/ },
  { failure: failed('tls', 'TLSV1_ALERT_UNKNOWN_CA'), says: /does not trust your certificate/, who: 'peer', code: /UNKNOWN_CA/ },
  { failure: failed('tls', 'SSLV3_ALERT_BAD_CERTIFICATE'), says: /refused your certificate/, who: 'you', code: /BAD_CERTIFICATE/ },
  { failure: failed('tls', 'SSLV3_ALERT_CERTIFICATE_EXPIRED'), says: /refused your certificate/, who: 'you', code: /EXPIRED/ },
  { failure: failed('tls', 'TLSV1_ALERT_ACCESS_DENIED'), says: /refused your certificate/, who: 'you', code: /ACCESS/ },
  { failure: failed('tls', 'TLSV1_ALERT_PROTOCOL_VERSION'), says: /share no TLS version/, who: 'peer', code: /PROTOCOL_VERSION/ },
  { failure: failed('tls', 'UNSUPPORTED_PROTOCOL'), says: /share no TLS version/, who: 'peer', code: /UNSUPPORTED/ },
  { failure: failed('tls', 'SSLV3_ALERT_HANDSHAKE_FAILURE'), says: /share no cipher/, who: 'peer', code: /HANDSHAKE/ },
  { failure: failed('tls', 'NO_SHARED_CIPHER'), says: /share no cipher/, who: 'peer', code: /CIPHER/ },
  { failure: failed('tls', 'PEER_DID_NOT_RETURN_A_CERTIFICATE'), says: /without a certificate/, who: 'you', code: /RETURN/ },
  { failure: failed('tls', 'KEY_VALUES_MISMATCH'), says: /cannot be used/, who: 'you', code: /MISMATCH/ },
  { failure: failed('tls', 'ERR_OSSL_BAD_DECRYPT'), says: /cannot be used/, who: 'you', code: /DECRYPT/ },
  { failure: failed('tls', 'SOMETHING_ELSE'), says: /No encrypted line/, who: 'peer', code: /SOMETHING_ELSE/ },
  // First bytes.
  { failure: firstBytes([0x15, 0x03, 0x01, 0x00, 0x02]), says: /expects encryption/, who: 'you', code: /TLS-ALERT/ },
  { failure: firstBytes([0x16, 0x03, 0x01, 0x02, 0x00]), says: /encryption/, who: 'peer', code: /TLS-HELLO/ },
  { failure: firstBytes('HTTP/1.1 400 Bad'), says: /web server/, who: 'you', code: /HTTP/, offers: 'use-port' },
  { failure: firstBytes('GET / HTTP/1.1\r\n'), says: /web browser/, who: 'peer', code: /HTTP-CLIENT/ },
  { failure: firstBytes('POST / HTTP/1.1'), says: /web browser/, who: 'peer', code: /HTTP-CLIENT/ },
  { failure: firstBytes('SSH-2.0-OpenSSH'), says: /remote-login/, who: 'you', code: /SSH/ },
  { failure: firstBytes('\x0bMSH|^~\\&|'), says: /HL7/, who: 'you', code: /MLLP/ },
  { failure: firstBytes('220 mail ready'), says: /does not speak DICOM/, who: 'you', code: /type 48/ },
  // A-ASSOCIATE-RJ, PS3.8 Table 9-21.
  {
    failure: rejected(1, 1, 1),
    says: /refuses you without saying why/,
    who: 'peer',
    code: /RJ 1\/1\/1 · PS3\.8 9\.3\.4/,
    offers: 'copy-request',
  },
  { failure: rejected(1, 1, 2), says: /no normal DICOM service/, who: 'peer', code: /1\/1\/2/ },
  { failure: rejected(1, 1, 3), says: /^Main PACS does not know the name GANTRY\.$/, who: 'peer', code: /1\/1\/3/, offers: 'copy-request' },
  { failure: rejected(1, 1, 7), says: /No system called pacs1/, who: 'you', code: /1\/1\/7/, offers: 'use-title' },
  ...[4, 5, 6, 8, 9, 10].map(
    (reason) => ({ failure: rejected(1, 1, reason), says: /reserved reason/, who: 'peer', code: new RegExp(`1/1/${reason}`) }) as const,
  ),
  { failure: rejected(1, 2, 1), says: /DICOM layer of Main PACS refused/, who: 'peer', code: /1\/2\/1/ },
  { failure: rejected(1, 2, 2), says: /version of the protocol/, who: 'peer', code: /1\/2\/2/ },
  { failure: rejected(1, 3, 1), says: /busy/, who: 'peer', code: /1\/3\/1/ },
  { failure: rejected(1, 3, 2), says: /too many connections/, who: 'peer', code: /1\/3\/2/ },
  { failure: rejected(2, 1, 1), says: /busy/, who: 'peer', code: /2\/1\/1/, offers: 'retry' },
  { failure: rejected(2, 1, 3), says: /does not know the name/, who: 'peer', code: /2\/1\/3/ },
  { failure: rejected(2, 1, 7), says: /No system called/, who: 'you', code: /2\/1\/7/ },
  { failure: rejected(2, 2, 1), says: /busy/, who: 'peer', code: /2\/2\/1/ },
  { failure: rejected(2, 3, 1), says: /busy/, who: 'peer', code: /2\/3\/1/ },
  { failure: rejected(2, 3, 2), says: /too many connections/, who: 'peer', code: /2\/3\/2/ },
  ...[0, 3, 4, 5, 6, 7].map(
    (reason) => ({ failure: rejected(2, 3, reason), says: /busy/, who: 'peer', code: new RegExp(`2/3/${reason}`) }) as const,
  ),
  { failure: rejected(9, 9, 9), says: /reserved reason/, who: 'peer', code: /9\/9\/9/ },
  // A-ABORT, PS3.8 Table 9-26.
  { failure: aborted(0, 0), step: 'associate', says: /instead of introducing itself/, who: 'peer', code: /A-ABORT 0 after A-ASSOCIATE-RQ/ },
  {
    failure: aborted(0, 0),
    step: 'C-FIND',
    says: /hung up when searched/,
    who: 'peer',
    code: /A-ABORT 0 after C-FIND-RQ, 40 ms · PS3\.8 9\.3\.8/,
    offers: 'copy-request',
  },
  { failure: aborted(0, 0), step: 'C-GET', says: /hung up when asked/, who: 'peer', code: /C-GET-RQ/ },
  { failure: aborted(0, 0), step: 'C-MOVE', says: /hung up when asked/, who: 'peer', code: /C-MOVE-RQ/ },
  { failure: aborted(0, 0), step: 'C-STORE', says: /hung up while it was being sent/, who: 'peer', code: /C-STORE-RQ/ },
  { failure: aborted(0, 0), step: 'C-ECHO', says: /^Main PACS hung up\.$/, who: 'peer', code: /C-ECHO-RQ/ },
  { failure: aborted(2, 0), says: /DICOM layer of Main PACS hung up/, who: 'peer', code: /2\/0/ },
  { failure: aborted(2, 1), says: /not DICOM/, who: 'network', code: /2\/1/ },
  { failure: aborted(2, 2), says: /out of order/, who: 'app', code: /2\/2/ },
  { failure: aborted(2, 4), says: /dislikes a part/, who: 'app', code: /2\/4/ },
  { failure: aborted(2, 5), says: /dislikes a part/, who: 'app', code: /2\/5/ },
  { failure: aborted(2, 6), says: /value in our offer/, who: 'you', code: /2\/6/ },
  { failure: aborted(2, 3), says: /reserved reason/, who: 'peer', code: /2\/3/ },
  { failure: aborted(1, 0), says: /reserved reason/, who: 'peer', code: /1\/0/ },
  {
    failure: { kind: 'aborted', by: 'us', source: 2, reason: 2, detail: 'an answer to nothing' },
    says: /Gantry ended the association/,
    who: 'peer',
    code: /from us/,
  },
  // Clocks.
  { failure: failed('timer', 'association-timeout'), says: /did not introduce itself/, who: 'peer', code: /association-timeout/ },
  { failure: failed('timer', 'message-timeout'), says: /gone silent/, who: 'peer', code: /message-timeout/ },
  { failure: failed('timer', 'retrieve-timeout'), says: /still says pending/, who: 'peer', code: /retrieve-timeout/ },
  { failure: failed('timer', 'idle-timeout'), says: /went silent/, who: 'peer', code: /idle-timeout/ },
  { failure: failed('timer', 'artim-timeout'), says: /did not end the association in time/, who: 'peer', code: /artim-timeout/ },
  { failure: failed('cancelled', 'cancelled'), says: /Cancelled by you/, who: 'you', code: /cancelled/ },
  // No context accepted.
  { failure: failed('no-context', 'no-context'), step: 'C-ECHO', says: /nothing that was asked/, who: 'peer', code: /no context accepted/ },
  { failure: failed('no-context', 'no-context'), step: 'C-FIND', says: /cannot be searched/, who: 'peer', code: /no context/ },
  {
    failure: failed('no-context', 'no-context'),
    step: 'C-GET',
    says: /does not offer C-GET/,
    who: 'peer',
    code: /no context/,
    offers: 'use-retrieve',
  },
  {
    failure: failed('no-context', 'no-context'),
    step: 'C-MOVE',
    says: /does not offer C-MOVE/,
    who: 'peer',
    code: /no context/,
    offers: 'use-retrieve',
  },
  { failure: failed('no-context', 'no-context'), step: 'C-STORE', says: /takes none of these objects/, who: 'peer', code: /no context/ },
];

export interface StatusCase {
  readonly service: StatusService;
  /** Hexadecimal, as the standard writes it. */
  readonly codes: string;
  readonly name: RegExp;
  readonly who: Who;
}

/** PS3.7 Annex C, PS3.4 Tables B.2-1, C.4-1, C.4-2, C.4-3, J, F.7.2, CC.2, H, S. */
export const statuses: readonly StatusCase[] = [
  { service: 'C-ECHO', codes: '0000', name: /^Success$/, who: 'peer' },
  { service: 'other', codes: 'FE00', name: /Cancel/, who: 'you' },
  { service: 'other', codes: '0001', name: /optional attributes/, who: 'peer' },
  { service: 'other', codes: '0107', name: /Attribute list error/, who: 'peer' },
  { service: 'other', codes: '0116', name: /out of range/, who: 'peer' },
  { service: 'other', codes: '0105', name: /No such attribute/, who: 'peer' },
  { service: 'other', codes: '0106', name: /Invalid attribute value/, who: 'peer' },
  { service: 'C-ECHO', codes: '0110', name: /Processing failure/, who: 'peer' },
  { service: 'other', codes: '0111', name: /Duplicate SOP instance/, who: 'peer' },
  { service: 'other', codes: '0112', name: /No such SOP instance/, who: 'peer' },
  { service: 'other', codes: '0113', name: /No such event/, who: 'peer' },
  { service: 'other', codes: '0114', name: /No such argument/, who: 'app' },
  { service: 'other', codes: '0115', name: /Invalid argument/, who: 'app' },
  { service: 'other', codes: '0117', name: /Invalid SOP instance/, who: 'you' },
  { service: 'other', codes: '0118', name: /No such SOP class/, who: 'peer' },
  { service: 'other', codes: '0119', name: /conflict/, who: 'peer' },
  { service: 'other', codes: '0120', name: /Missing attribute/, who: 'app' },
  { service: 'other', codes: '0121', name: /Missing attribute value/, who: 'you' },
  { service: 'other', codes: '0122', name: /SOP class not supported/, who: 'peer' },
  { service: 'other', codes: '0123', name: /No such action/, who: 'peer' },
  { service: 'other', codes: '0124', name: /not authorised/, who: 'peer' },
  { service: 'other', codes: '0210', name: /Duplicate invocation/, who: 'app' },
  { service: 'other', codes: '0211', name: /Unrecognised operation/, who: 'peer' },
  { service: 'other', codes: '0212', name: /Mistyped/, who: 'app' },
  { service: 'other', codes: '0213', name: /Resource limitation/, who: 'peer' },
  { service: 'C-STORE', codes: 'A700 A7FF', name: /out of resources/, who: 'peer' },
  { service: 'C-STORE', codes: 'A900 A9FF', name: /does not match/, who: 'you' },
  { service: 'C-STORE', codes: 'C000 C210 CFFF', name: /Cannot understand/, who: 'peer' },
  { service: 'C-STORE', codes: 'B000', name: /Coercion/, who: 'peer' },
  { service: 'C-STORE', codes: 'B006', name: /discarded/, who: 'peer' },
  { service: 'C-STORE', codes: 'B007', name: /warning/, who: 'you' },
  { service: 'C-STORE', codes: '0111', name: /Duplicate/, who: 'peer' },
  { service: 'C-STORE', codes: '0124', name: /not authorised/, who: 'peer' },
  { service: 'C-FIND', codes: 'FF01', name: /keys ignored/, who: 'peer' },
  { service: 'C-FIND', codes: 'B001', name: /More matches/, who: 'peer' },
  { service: 'C-FIND', codes: 'A700', name: /out of resources/, who: 'you' },
  { service: 'C-FIND', codes: 'A710', name: /prior record/, who: 'app' },
  { service: 'C-FIND', codes: 'A900', name: /does not match/, who: 'app' },
  { service: 'C-FIND', codes: 'C000 C100 C200 CFFF', name: /Unable to process/, who: 'peer' },
  { service: 'C-FIND', codes: '0122', name: /not supported/, who: 'peer' },
  { service: 'C-MOVE', codes: 'B000', name: /some failed/, who: 'peer' },
  { service: 'C-MOVE', codes: 'A700', name: /out of resources/, who: 'peer' },
  { service: 'C-MOVE', codes: 'A701', name: /count/, who: 'peer' },
  { service: 'C-GET', codes: 'A702', name: /sub-operations/, who: 'peer' },
  { service: 'C-MOVE', codes: 'A801', name: /destination unknown/, who: 'peer' },
  { service: 'C-GET', codes: 'A900', name: /does not match/, who: 'app' },
  { service: 'C-GET', codes: 'AA00 AA04', name: /Frame/, who: 'peer' },
  { service: 'C-MOVE', codes: 'C000 CFFF', name: /Unable to process/, who: 'peer' },
  { service: 'C-MOVE', codes: '0124', name: /not authorised/, who: 'peer' },
  { service: 'commitment', codes: '0000', name: /Request taken/, who: 'peer' },
  { service: 'commitment', codes: '0213', name: /Resource limitation/, who: 'peer' },
  { service: 'commitment-reason', codes: '0110 0112 0213 0122 0119', name: /./, who: 'peer' },
  { service: 'commitment-reason', codes: '0131', name: /Duplicate transaction/, who: 'app' },
  { service: 'performed-procedure-step', codes: '0110', name: /no longer be updated/, who: 'peer' },
  { service: 'performed-procedure-step', codes: '0106 0120', name: /attribute/, who: 'app' },
  {
    service: 'unified-procedure-step',
    codes: 'B300 B301 B304 B305 B306 C300 C302 C307 C308 C309 C310 C311 C312 C313 C315',
    name: /^(?!Unable)/,
    who: 'peer',
  },
  { service: 'unified-procedure-step', codes: 'C301 C303 C304 C314', name: /./, who: 'app' },
  {
    service: 'print',
    codes: 'B600 B601 B602 B603 B604 B605 B609 B60A C601 C602 C603 C605 C613 C616',
    name: /^(?!Failure|Warning)/,
    who: 'peer',
  },
  { service: 'print', codes: 'C600 C606', name: /./, who: 'app' },
  { service: 'media-creation', codes: 'A510 C201 C202 C203', name: /Already|denied/, who: 'peer' },
  // No table names these: their class speaks.
  { service: 'C-ECHO', codes: 'B123', name: /^Warning$/, who: 'peer' },
  { service: 'C-ECHO', codes: 'A123 C456 0299 1234', name: /^Failure$/, who: 'peer' },
];

export interface KnockCase extends Omit<Expected, 'offers'> {
  readonly knock: Pick<Knock, 'outcome' | 'refusal'>;
}

export const knocks: readonly KnockCase[] = [
  {
    knock: { outcome: 'refused', refusal: { result: 1, source: 1, reason: 7 } },
    says: /CT3 asked for GANTRY_OLD/,
    who: 'you',
    code: /1\/1\/7/,
  },
  {
    knock: { outcome: 'refused', refusal: { result: 1, source: 1, reason: 3 } },
    says: /CT3 called and is not allowed/,
    who: 'you',
    code: /1\/1\/3/,
  },
  { knock: { outcome: 'refused', refusal: { result: 2, source: 3, reason: 1 } }, says: /paused/, who: 'you', code: /2\/3\/1/ },
  {
    knock: { outcome: 'refused', refusal: { result: 1, source: 2, reason: 1 } },
    says: /CT3 called from 10\.1\.2\.9 and was refused/,
    who: 'you',
    code: /1\/2\/1/,
  },
  { knock: { outcome: 'limit' }, says: /Too many callers/, who: 'peer', code: /limit/ },
  { knock: { outcome: 'tls-on-plain-port' }, says: /10\.1\.2\.9 tried to connect with encryption/, who: 'you', code: /tls/ },
  { knock: { outcome: 'http' }, says: /web browser/, who: 'peer', code: /http/ },
  { knock: { outcome: 'not-dicom' }, says: /not in DICOM/, who: 'peer', code: /not-dicom/ },
  { knock: { outcome: 'silent' }, says: /said nothing/, who: 'peer', code: /silent/ },
  { knock: { outcome: 'tls-failed' }, says: /No encrypted line/, who: 'peer', code: /tls-failed/ },
];
