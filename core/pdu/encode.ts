/**
 * Control PDUs as bytes (PS3.8 §9.3.2-9.3.8). Strict: what the standard forbids to send throws `UsageError`, and nothing has been sent.
 * Reserved fields are zero, except that an accept repeats the request's titles as they came (Table 9-17).
 */
import { UsageError } from '../errors.ts';
import { AE_TITLE_LENGTH, checkAeTitle, trimAeTitle } from '../lib/ae-title.ts';
import { ByteWriter } from './byte-writer.ts';
import { requireUid, requireWithin } from './check.ts';
import { writeUserInformation } from './encode-user-information.ts';
import { ItemType, MAXIMUM_CONTEXTS, PDU_HEADER_LENGTH, PduType } from './layout.ts';
import type { Abort, AssociateAc, AssociateRj, AssociateRq, ContextAnswer, ControlPdu, ProposedContext } from './types.ts';

/** One buffer for all control PDUs: encoding is synchronous, and a buffer for each costs more than the encoding itself. */
const common = new ByteWriter();

/** The whole PDU, header included, ready for the line. */
export function encodePdu(pdu: ControlPdu): Uint8Array<ArrayBuffer> {
  common.begin();
  common.zeros(PDU_HEADER_LENGTH);
  const type = writeBody(common, pdu);
  const bytes = common.finish();
  bytes[0] = type;
  new DataView(bytes.buffer).setUint32(2, bytes.length - PDU_HEADER_LENGTH);
  return bytes;
}

function writeBody(writer: ByteWriter, pdu: ControlPdu): number {
  switch (pdu.kind) {
    case 'associate-rq':
      writeAssociateRq(writer, pdu);
      return PduType.AssociateRq;
    case 'associate-ac':
      writeAssociateAc(writer, pdu);
      return PduType.AssociateAc;
    case 'associate-rj':
      writeAssociateRj(writer, pdu);
      return PduType.AssociateRj;
    case 'release-rq':
      writer.zeros(4);
      return PduType.ReleaseRq;
    case 'release-rp':
      writer.zeros(4);
      return PduType.ReleaseRp;
    case 'abort':
      writeAbort(writer, pdu);
      return PduType.Abort;
  }
}

function writeAssociateRq(writer: ByteWriter, pdu: AssociateRq): void {
  for (const [name, title] of [['called', pdu.calledTitle] as const, ['calling', pdu.callingTitle] as const]) {
    const why = checkAeTitle(title);
    if (why !== undefined) throw new UsageError('invalid-ae-title', `the ${name} AE title “${title}” ${why}`);
  }
  if (pdu.contexts.length === 0) throw new UsageError('no-contexts', 'an association needs at least one presentation context');
  requireContextIds(pdu.contexts);
  writeAssociateFields(writer, pdu);
  for (const context of pdu.contexts) writeProposedContext(writer, context);
  writer.item(ItemType.UserInformation, 'the user information', () => {
    writeUserInformation(writer, pdu.userInformation, 'request');
  });
}

function writeAssociateAc(writer: ByteWriter, pdu: AssociateAc): void {
  requireContextIds(pdu.contexts);
  writeAssociateFields(writer, pdu);
  for (const context of pdu.contexts) writeContextAnswer(writer, context);
  writer.item(ItemType.UserInformation, 'the user information', () => {
    writeUserInformation(writer, pdu.userInformation, 'answer');
  });
}

function writeAssociateFields(writer: ByteWriter, pdu: AssociateRq | AssociateAc): void {
  requireWithin('the protocol version', pdu.protocolVersion, { from: 0, to: 0xffff });
  if ((pdu.protocolVersion & 1) === 0) throw new UsageError('invalid-argument', 'the protocol version lacks bit 0');
  // protocol version (2), reserved (2), called title (16), calling title (16), reserved (32), items
  writer.u16(pdu.protocolVersion);
  writer.zeros(2);
  writeTitle(writer, pdu.calledTitle);
  writeTitle(writer, pdu.callingTitle);
  writer.zeros(32);
  writer.item(ItemType.ApplicationContext, 'the application context name', () => {
    writer.text(requireUid('the application context name', pdu.applicationContext));
  });
}

function writeTitle(writer: ByteWriter, title: string): void {
  writer.text(trimAeTitle(title).slice(0, AE_TITLE_LENGTH).padEnd(AE_TITLE_LENGTH, ' '));
}

function writeProposedContext(writer: ByteWriter, context: ProposedContext): void {
  const name = `presentation context ${context.id}`;
  if (context.transferSyntaxes.length === 0) throw new UsageError('invalid-argument', `${name} offers no transfer syntax`);
  // context id, reserved (3), one abstract syntax, transfer syntaxes
  writer.item(ItemType.ProposedContext, name, () => {
    writer.u8(context.id);
    writer.zeros(3);
    writer.item(ItemType.AbstractSyntax, name, () => {
      writer.text(requireUid(`the abstract syntax of ${name}`, context.abstractSyntax));
    });
    for (const syntax of context.transferSyntaxes) {
      writer.item(ItemType.TransferSyntax, name, () => {
        writer.text(requireUid(`a transfer syntax of ${name}`, syntax));
      });
    }
  });
}

function writeContextAnswer(writer: ByteWriter, context: ContextAnswer): void {
  const name = `the answer to presentation context ${context.id}`;
  requireWithin(`${name}: the result`, context.result, { from: 0, to: 4 });
  // context id, reserved, result, reserved, one transfer syntax (not significant unless accepted)
  writer.item(ItemType.ContextAnswer, name, () => {
    writer.u8(context.id);
    writer.u8(0);
    writer.u8(context.result);
    writer.u8(0);
    writer.item(ItemType.TransferSyntax, name, () => {
      if (context.result === 0 || context.transferSyntax !== '') writer.text(requireUid(name, context.transferSyntax));
    });
  });
}

function requireContextIds(contexts: readonly { readonly id: number }[]): void {
  if (contexts.length > MAXIMUM_CONTEXTS) {
    throw new UsageError(
      'too-many-contexts',
      `${contexts.length} presentation contexts; at most ${MAXIMUM_CONTEXTS} fit on an association`,
    );
  }
  const seen = new Set<number>();
  for (const { id } of contexts) {
    requireWithin('a presentation context id', id, { from: 1, to: 255 });
    if (id % 2 === 0) throw new UsageError('invalid-argument', `presentation context id ${id} is even`);
    if (seen.has(id)) throw new UsageError('invalid-argument', `presentation context id ${id} stands twice`);
    seen.add(id);
  }
}

/** PS3.8 Table 9-21: reasons that each source of a rejection may give. */
const rejectionReasons: Readonly<Record<number, readonly number[]>> = { 1: [1, 2, 3, 7], 2: [1, 2], 3: [1, 2] };

function writeAssociateRj(writer: ByteWriter, { result, source, reason }: AssociateRj): void {
  requireWithin('the result of a rejection', result, { from: 1, to: 2 });
  if (rejectionReasons[source]?.includes(reason) !== true) {
    throw new UsageError('invalid-argument', `a rejection by source ${source} cannot give reason ${reason}`);
  }
  // reserved, result, source, reason
  writer.u8(0);
  writer.u8(result);
  writer.u8(source);
  writer.u8(reason);
}

/** PS3.8 Table 9-26: a service user gives no reason, the service provider one of these. */
const abortReasons: Readonly<Record<number, readonly number[]>> = { 0: [0], 2: [0, 1, 2, 4, 5, 6] };

function writeAbort(writer: ByteWriter, { source, reason }: Abort): void {
  if (abortReasons[source]?.includes(reason) !== true) {
    throw new UsageError('invalid-argument', `an abort by source ${source} cannot give reason ${reason}`);
  }
  // reserved (2), source, reason
  writer.zeros(2);
  writer.u8(source);
  writer.u8(reason);
}
