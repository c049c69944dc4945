/**
 * PDUs as people read them: one line each, and an indented long form, for the network log and the logging proxy. No patient data: of data
 * sets only sizes are told, of a user identity only its type, and a peer's texts are made printable first.
 */
import { uidName } from '../dicom/uids.ts';
import { loggableText } from '../lib/redact.ts';
import type { AssociateAc, AssociateRq, ControlPdu, PdvHeader, UserIdentity, UserInformation } from './types.ts';
import { abortWords, contextResultWords, rejectionWords } from './words.ts';

/** 'A-ASSOCIATE-RQ GANTRY -> PACS1: 2 contexts (Verification SOP Class, …), PDUs up to 16384' */
export function describePdu(pdu: ControlPdu): string {
  switch (pdu.kind) {
    case 'associate-rq':
      return `A-ASSOCIATE-RQ ${titles(pdu)}: ${proposal(pdu)}, ${lengthWords(pdu.userInformation)}`;
    case 'associate-ac':
      return `A-ASSOCIATE-AC ${titles(pdu)}: ${acceptance(pdu)}, ${lengthWords(pdu.userInformation)}`;
    case 'associate-rj':
      return `A-ASSOCIATE-RJ ${rejectionWords(pdu)}`;
    case 'release-rq':
      return 'A-RELEASE-RQ';
    case 'release-rp':
      return 'A-RELEASE-RP';
    case 'abort':
      return `A-ABORT ${abortWords(pdu)}`;
  }
}

/** The line of `describePdu` and below it, indented, everything that the PDU says. */
export function describePduAtLength(pdu: ControlPdu): readonly string[] {
  if (pdu.kind !== 'associate-rq' && pdu.kind !== 'associate-ac') return [describePdu(pdu)];
  const contexts = pdu.kind === 'associate-rq' ? pdu.contexts.flatMap(proposedLines) : pdu.contexts.map(answerLine);
  const fields = [
    `application context: ${named(pdu.applicationContext)}`,
    ...(pdu.protocolVersion === 1 ? [] : [`protocol version: ${pdu.protocolVersion}`]),
    ...contexts,
    ...userInformationLines(pdu.userInformation),
  ];
  return [describePdu(pdu), ...fields.map((line) => `  ${line}`)];
}

/** 'P-DATA-TF context 3: data set, 16372 bytes, last' */
export function describeFragment({ contextId, command, last }: PdvHeader, length: number): string {
  return `P-DATA-TF context ${contextId}: ${command ? 'command' : 'data set'}, ${counted(length, 'byte')}${last ? ', last' : ''}`;
}

function titles({ callingTitle, calledTitle }: AssociateRq | AssociateAc): string {
  return `${loggableText(callingTitle)} -> ${loggableText(calledTitle)}`;
}

function proposal({ contexts }: AssociateRq): string {
  const names = [...new Set(contexts.map(({ abstractSyntax }) => named(abstractSyntax)))];
  const some = names.slice(0, 3).join(', ');
  return `${counted(contexts.length, 'context')}${some === '' ? '' : ` (${some}${names.length > 3 ? ', …' : ''})`}`;
}

function acceptance({ contexts }: AssociateAc): string {
  return `${contexts.filter(({ result }) => result === 0).length} of ${counted(contexts.length, 'context')} accepted`;
}

function lengthWords({ maximumLength }: UserInformation): string {
  if (maximumLength === undefined) return 'PDU length not told';
  return maximumLength === 0 ? 'PDUs of any length' : `PDUs up to ${maximumLength}`;
}

function proposedLines({ id, abstractSyntax, transferSyntaxes }: AssociateRq['contexts'][number]): readonly string[] {
  return [`context ${id}: ${named(abstractSyntax)}`, ...transferSyntaxes.map((uid) => `  ${named(uid)}`)];
}

function answerLine({ id, result, transferSyntax }: AssociateAc['contexts'][number]): string {
  return `context ${id}: ${contextResultWords(result)}${result === 0 ? `, ${named(transferSyntax)}` : ''}`;
}

function userInformationLines(user: UserInformation): readonly string[] {
  const { implementationClassUid, implementationVersionName, asynchronousOperations: window, userIdentity, userIdentityResponse } = user;
  return [
    ...(implementationClassUid === undefined ? [] : [`implementation class: ${loggableText(implementationClassUid)}`]),
    ...(implementationVersionName === undefined ? [] : [`implementation version: ${loggableText(implementationVersionName)}`]),
    ...(window ? [`asynchronous operations: ${windowWords(window.invoked)} invoked, ${windowWords(window.performed)} performed`] : []),
    ...user.roles.map(({ sopClassUid, scu, scp }) => `role ${named(sopClassUid)}: SCU ${yesNo(scu)}, SCP ${yesNo(scp)}`),
    ...user.sopClassExtended.map(
      ({ sopClassUid, information }) => `extended ${named(sopClassUid)}: ${counted(information.length, 'byte')}`,
    ),
    ...user.sopClassCommonExtended.flatMap(({ sopClassUid, serviceClassUid, relatedGeneralSopClassUids }) => [
      `common extended ${named(sopClassUid)}: service class ${named(serviceClassUid)}`,
      ...relatedGeneralSopClassUids.map((uid) => `  related ${named(uid)}`),
    ]),
    ...(userIdentity ? [`user identity: ${identityWords(userIdentity)}`] : []),
    ...(userIdentityResponse ? [`user identity response: ${counted(userIdentityResponse.length, 'byte')}`] : []),
  ];
}

const identityTypes: Readonly<Record<number, string>> = {
  1: 'user name',
  2: 'user name and passcode',
  3: 'Kerberos service ticket',
  4: 'SAML assertion',
  5: 'JSON web token',
};

function identityWords({ type, positiveResponseRequested }: UserIdentity): string {
  return `${identityTypes[type] ?? `type ${type}`}${positiveResponseRequested ? ', response requested' : ''}`;
}

/** A registered UID by its name with the number behind it; another one as it is. */
function named(uid: string): string {
  const name = uidName(uid);
  if (uid === '') return '(none)';
  return name === uid ? loggableText(uid) : `${name} (${uid})`;
}

function windowWords(operations: number): string {
  return operations === 0 ? 'unlimited' : String(operations);
}

function yesNo(value: boolean): string {
  return value ? 'yes' : 'no';
}

function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}
