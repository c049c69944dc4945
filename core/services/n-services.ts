/** The normalised services as SCU, and N-EVENT-REPORT as SCP of a class (PS3.7 §10.1): one request, one response each. */
import { encodeIdentifier } from './identifiers.ts';
import type { DataSet } from '../dicom/types.ts';
import { CommandField, type CommandSet } from '../dimse/types.ts';
import { AssociationEndedError } from './ended-error.ts';
import type { Exchange } from './exchange.ts';
import { requestOnce } from './request.ts';
import type { EventReport, NRequest, NResult } from './types.ts';

type NCommand = Omit<CommandSet, 'hasDataSet' | 'messageId'>;

export function nEventReport(exchange: Exchange, { sopClassUid, sopInstanceUid, eventTypeId, dataSet }: EventReport): Promise<NResult> {
  const command = {
    commandField: CommandField.NEventReportRq,
    affectedSopClassUid: sopClassUid,
    affectedSopInstanceUid: sopInstanceUid,
    eventTypeId,
  };
  return request(exchange, { command, dataSet, role: 'scp' });
}

export function nGet(exchange: Exchange, { attributes, ...on }: NRequest & { readonly attributes?: readonly number[] }): Promise<NResult> {
  const command = { commandField: CommandField.NGetRq, ...requested(on), ...(attributes && { attributeIdentifierList: attributes }) };
  return request(exchange, { command });
}

export function nSet(exchange: Exchange, { dataSet, ...on }: NRequest & { readonly dataSet: DataSet }): Promise<NResult> {
  return request(exchange, { command: { commandField: CommandField.NSetRq, ...requested(on) }, dataSet });
}

export function nAction(
  exchange: Exchange,
  action: NRequest & { readonly actionTypeId: number; readonly dataSet?: DataSet },
): Promise<NResult> {
  const { actionTypeId, dataSet, ...on } = action;
  return request(exchange, { command: { commandField: CommandField.NActionRq, ...requested(on), actionTypeId }, dataSet });
}

export function nCreate(
  exchange: Exchange,
  { sopClassUid, sopInstanceUid, dataSet }: { readonly sopClassUid: string; readonly sopInstanceUid?: string; readonly dataSet?: DataSet },
): Promise<NResult> {
  const instance = sopInstanceUid === undefined ? {} : { affectedSopInstanceUid: sopInstanceUid };
  return request(exchange, { command: { commandField: CommandField.NCreateRq, affectedSopClassUid: sopClassUid, ...instance }, dataSet });
}

export function nDelete(exchange: Exchange, on: NRequest): Promise<NResult> {
  return request(exchange, { command: { commandField: CommandField.NDeleteRq, ...requested(on) } });
}

function requested({ sopClassUid, sopInstanceUid }: NRequest): Pick<CommandSet, 'requestedSopClassUid' | 'requestedSopInstanceUid'> {
  return { requestedSopClassUid: sopClassUid, requestedSopInstanceUid: sopInstanceUid };
}

interface Parts {
  readonly command: NCommand;
  readonly dataSet?: DataSet | undefined;
  /** Who we are for the class; an event is reported by its SCP. */
  readonly role?: 'scu' | 'scp';
}

async function request(exchange: Exchange, { command, dataSet, role = 'scu' }: Parts): Promise<NResult> {
  const sopClassUid = command.affectedSopClassUid ?? command.requestedSopClassUid ?? '';
  const context = exchange.contextFor(carrierOf(exchange, sopClassUid), role);
  const bytes = dataSet && encodeIdentifier(dataSet, context.transferSyntax);
  const answer = await requestOnce(exchange, {
    context,
    command: { ...command, hasDataSet: bytes !== undefined },
    ...(bytes && { dataSet: bytes }),
  });
  if (answer.kind === 'ended') throw new AssociationEndedError(answer.end);
  const sopInstanceUid = answer.response?.affectedSopInstanceUid;
  return {
    status: answer.status,
    ...(answer.identifier && { dataSet: answer.identifier }),
    ...(sopInstanceUid !== undefined && { sopInstanceUid }),
  };
}

/** UPS operations name the Push class whatever class of the service the context was negotiated for (PS3.4 §CC.3.1). */
const UPS_PUSH = '1.2.840.10008.5.1.4.34.6.1';
const UPS_CLASSES = [UPS_PUSH, '1.2.840.10008.5.1.4.34.6.2', '1.2.840.10008.5.1.4.34.6.3', '1.2.840.10008.5.1.4.34.6.4'];

function carrierOf(exchange: Exchange, sopClassUid: string): string {
  const { accepted } = exchange.association.facts;
  const carries = (uid: string): boolean => accepted.some(({ abstractSyntax }) => abstractSyntax === uid);
  if (sopClassUid !== UPS_PUSH || carries(sopClassUid)) return sopClassUid;
  return UPS_CLASSES.find(carries) ?? sopClassUid;
}
