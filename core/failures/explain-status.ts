/** DIMSE status -> Explanation: the service's own table first, then the general one (F8), then the class of PS3.7 Annex C. */
import type { Explanation } from '../contract/failure.ts';
import type { DimseStatus, StatusClass } from '../dimse/types.ts';
import { render } from './render.ts';
import { byClass, general, type StatusCause, type StatusTable } from './tables/status-general.ts';
import { commitment, commitmentReason, mediaCreation, performedProcedureStep, print, unifiedProcedureStep } from './tables/status-n.ts';
import { find, retrieve, store } from './tables/status-services.ts';
import type { About } from './types.ts';

const NAMED = {
  'C-ECHO': general,
  'C-STORE': store,
  'C-FIND': find,
  'C-GET': retrieve,
  'C-MOVE': retrieve,
  commitment,
  'commitment-reason': commitmentReason,
  'performed-procedure-step': performedProcedureStep,
  'unified-procedure-step': unifiedProcedureStep,
  print,
  'media-creation': mediaCreation,
  other: general,
} as const satisfies Readonly<Record<string, StatusTable>>;

/** The service whose table gives a status its meaning. */
export type StatusService = keyof typeof NAMED;

export interface AboutStatus extends About {
  /** AE title of the move destination. */
  readonly destination?: string;
}

export function explainStatus(status: DimseStatus, service: StatusService, about: AboutStatus): Explanation {
  const cause = causeOf(status.code, status.class, service);
  return render(cause, about, {
    code: `${serviceName(service)} ${hex(status.code)}`,
    facts: { elements: elementsText(status.offendingElements), destination: about.destination ?? about.callingTitle },
    theirWords: status.errorComment,
  });
}

/** The short name of a status, for tables and logs: 'Refused: out of resources'. */
export function statusName(status: DimseStatus, service: StatusService): string {
  return causeOf(status.code, status.class, service).name;
}

/** Whether trying again later may help: out of resources, busy, failed inside (FAILURES F8, F9). */
export function isTransientStatus(code: number): boolean {
  return (code & 0xff00) === 0xa700 || code === 0x0110 || code === 0x0213;
}

/** Four hexadecimal digits, as the standard writes statuses. */
export function hex(code: number): string {
  return code.toString(16).toUpperCase().padStart(4, '0');
}

function causeOf(code: number, statusClass: StatusClass, service: StatusService): StatusCause {
  const digits = hex(code);
  const named: StatusTable = NAMED[service];
  for (const key of [digits, `${digits.slice(0, 3)}x`, `${digits.slice(0, 2)}xx`, `${digits.slice(0, 1)}xxx`]) {
    const cause = named[key];
    if (cause) return cause;
  }
  return general[digits] ?? classCause(statusClass);
}

function classCause(statusClass: StatusClass): StatusCause {
  return byClass[statusClass];
}

function elementsText(elements: readonly number[] | undefined): string {
  if (!elements || elements.length === 0) return '';
  const shown = elements.slice(0, 8).map((tag) => {
    const digits = (tag >>> 0).toString(16).toUpperCase().padStart(8, '0');
    return `(${digits.slice(0, 4)},${digits.slice(4)})`;
  });
  return `: ${shown.join(' ')}${elements.length > shown.length ? ' …' : ''}`;
}

function serviceName(service: StatusService): string {
  return service === 'other' ? 'status' : service.replaceAll('-', service.startsWith('C-') ? '-' : ' ');
}
