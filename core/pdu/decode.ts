/**
 * The bodies of control PDUs as values (PS3.8 §9.3.2-9.3.8). Lenient: reserved fields are not tested, items of unknown type are skipped,
 * odd titles and UIDs are kept as they came for negotiation to refuse. A broken layout is a value too: a `PduProblem` with its A-ABORT
 * reason. Never throws.
 */
import { trimAeTitle } from '../lib/ae-title.ts';
import { ByteReader, Malformed } from './byte-reader.ts';
import { readUserInformation } from './decode-user-information.ts';
import { ItemType, PDU_HEADER_LENGTH, PduType } from './layout.ts';
import type { AssociateAc, AssociateRq, ContextAnswer, ControlPdu, PduProblem, ProposedContext, UserInformation } from './types.ts';

const FIRST_BYTES = 16;

/** `type` is the PDU's first byte, `body` what follows its header of six bytes. */
export function decodePdu(type: number, body: Uint8Array): ControlPdu | PduProblem {
  try {
    const pdu = readBody(type, body);
    if (pdu) return pdu;
    const detail = `PDU type ${type.toString(16).padStart(2, '0').toUpperCase()}H is not known`;
    return { kind: 'unrecognised-pdu', reason: 1, detail, firstBytes: firstBytes(type, body) };
  } catch (error) {
    if (!(error instanceof Malformed)) throw error;
    return { kind: 'invalid-pdu', reason: error.reason, detail: error.message, firstBytes: firstBytes(type, body) };
  }
}

function readBody(type: number, body: Uint8Array): ControlPdu | undefined {
  switch (type) {
    case PduType.AssociateRq:
      return readAssociateRq(new ByteReader(body, 'the A-ASSOCIATE-RQ'));
    case PduType.AssociateAc:
      return readAssociateAc(new ByteReader(body, 'the A-ASSOCIATE-AC'));
    case PduType.AssociateRj: {
      const [, result = 0, source = 0, reason = 0] = new ByteReader(body, 'the A-ASSOCIATE-RJ').take(4);
      return { kind: 'associate-rj', result, source, reason };
    }
    case PduType.ReleaseRq:
      new ByteReader(body, 'the A-RELEASE-RQ').skip(4);
      return { kind: 'release-rq' };
    case PduType.ReleaseRp:
      new ByteReader(body, 'the A-RELEASE-RP').skip(4);
      return { kind: 'release-rp' };
    case PduType.Abort: {
      const [, , source = 0, reason = 0] = new ByteReader(body, 'the A-ABORT').take(4);
      return { kind: 'abort', source, reason };
    }
    default:
      return undefined;
  }
}

function readAssociateRq(reader: ByteReader): AssociateRq {
  const { applicationContext, userInformation, contexts, ...fields } = readAssociate(reader, {
    contextType: ItemType.ProposedContext,
    strayType: ItemType.ContextAnswer,
    readContext: readProposedContext,
  });
  requireContextIds(contexts);
  return { kind: 'associate-rq', ...fields, applicationContext, userInformation, contexts };
}

function readAssociateAc(reader: ByteReader): AssociateAc {
  const fields = readAssociate(reader, {
    contextType: ItemType.ContextAnswer,
    strayType: ItemType.ProposedContext,
    readContext: readContextAnswer,
  });
  return { kind: 'associate-ac', ...fields };
}

interface ContextReading<C> {
  readonly contextType: number;
  /** The context item of the other PDU: known, and out of place here. */
  readonly strayType: number;
  readonly readContext: (body: ByteReader) => C;
}

function readAssociate<C>(reader: ByteReader, { contextType, strayType, readContext }: ContextReading<C>) {
  // protocol version (2), reserved (2), called title (16), calling title (16), reserved (32), items
  const protocolVersion = reader.u16();
  reader.skip(2);
  const calledTitle = trimAeTitle(reader.text(16));
  const callingTitle = trimAeTitle(reader.text(16));
  reader.skip(32);
  const contexts: C[] = [];
  let applicationContext: string | undefined;
  let userInformation: UserInformation | undefined;
  for (const { type, body } of reader.items()) {
    if (type === contextType) {
      contexts.push(readContext(body));
    } else if (type === ItemType.ApplicationContext) {
      requireFirst(applicationContext, 'application context');
      applicationContext = body.uid();
    } else if (type === ItemType.UserInformation) {
      requireFirst(userInformation, 'user information');
      userInformation = readUserInformation(body);
    } else if (type === strayType) {
      throw new Malformed(5, `a presentation context item ${type.toString(16)}H stands in the wrong PDU`);
    }
  }
  return {
    protocolVersion,
    calledTitle,
    callingTitle,
    applicationContext: applicationContext ?? '',
    userInformation: userInformation ?? { roles: [], sopClassExtended: [], sopClassCommonExtended: [] },
    contexts,
  };
}

function readProposedContext(body: ByteReader): ProposedContext {
  // context id, reserved (3), one abstract syntax, transfer syntaxes
  const id = body.u8();
  body.skip(3);
  const transferSyntaxes: string[] = [];
  let abstractSyntax: string | undefined;
  for (const item of body.items()) {
    if (item.type === ItemType.TransferSyntax) {
      transferSyntaxes.push(item.body.uid());
    } else if (item.type === ItemType.AbstractSyntax) {
      requireFirst(abstractSyntax, `abstract syntax of presentation context ${id}`);
      abstractSyntax = item.body.uid();
    }
  }
  return { id, abstractSyntax: abstractSyntax ?? '', transferSyntaxes };
}

function readContextAnswer(body: ByteReader): ContextAnswer {
  // context id, reserved, result, reserved, one transfer syntax (absent or empty in many a rejection)
  const id = body.u8();
  body.skip(1);
  const result = body.u8();
  body.skip(1);
  let transferSyntax: string | undefined;
  for (const item of body.items()) {
    if (item.type !== ItemType.TransferSyntax) continue;
    if (result === 0) requireFirst(transferSyntax, `transfer syntax of presentation context ${id}`);
    transferSyntax = item.body.uid();
  }
  return { id, result, transferSyntax: transferSyntax ?? '' };
}

function requireFirst(value: unknown, name: string): void {
  if (value !== undefined) throw new Malformed(5, `a second ${name} where one belongs`);
}

function requireContextIds(contexts: readonly ProposedContext[]): void {
  const seen = new Set<number>();
  for (const { id } of contexts) {
    if (id % 2 === 0) throw new Malformed(6, `presentation context id ${id} is even`);
    if (seen.has(id)) throw new Malformed(6, `presentation context id ${id} stands twice`);
    seen.add(id);
  }
}

function firstBytes(type: number, body: Uint8Array): Uint8Array {
  const length = body.length;
  return Uint8Array.of(type, 0, length >>> 24, length >>> 16, length >>> 8, length, ...body.subarray(0, FIRST_BYTES - PDU_HEADER_LENGTH));
}
