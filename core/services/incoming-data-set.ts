/**
 * The data set of a peer's N-service request (PS3.7 §10.1) as a handler sees it. One that costs more than any honest one is refused before
 * the handler: whoever calls must not be able to keep us busy for long with one request.
 */
import { DataSetError } from '../dicom/errors.ts';
import type { DataSet } from '../dicom/types.ts';
import { responseTo } from './answers.ts';
import type { PeerRequest } from './peer-request.ts';
import { parseIdentifier } from './identifiers.ts';
import { collectUpTo, type Receiver } from './receiver.ts';

/** PS3.7 §C.5.23. */
export const RESOURCE_LIMITATION = 0x0213;

/** Of one data set or item; the longest module of the standard has some hundred. */
const MOST_ELEMENTS = 4_096;
/** Elements and items of all levels: a commitment on more than a hundred thousand objects, with a reason for each. */
const MOST_PARTS = 600_000;
/** Levels of sequences; no object of these services has more than five. */
const DEEPEST = 8;

/** Gathers the data set; one that is too long is answered, and the association goes on. */
export function withDataSet(request: PeerRequest, then: (bytes: Uint8Array) => void): Receiver {
  const limit = request.exchange.association.limits.maximumIdentifierLength;
  const tooLong = (): void => {
    const reply = { status: RESOURCE_LIMITATION, errorComment: `the data set is longer than ${limit} bytes` };
    request.respond(responseTo(request.command, reply));
    request.done();
  };
  return collectUpTo(limit, then, tooLong);
}

/** @throws DataSetError with code 'too-many' or 'too-deep' beyond the bounds, with others when it cannot be read. */
export function incomingDataSet(request: PeerRequest, bytes: Uint8Array): DataSet {
  const dataSet = parseIdentifier(bytes, request.context.transferSyntax, {
    inflated: request.exchange.association.limits.maximumIdentifierLength,
    budget: { elements: MOST_ELEMENTS, parts: MOST_PARTS },
  });
  readAll(dataSet, 0);
  return dataSet;
}

/** Reads every level now, since beyond the bounds a sequence that is read later just ends. */
function readAll(dataSet: DataSet, depth: number): void {
  for (const element of dataSet.elements) {
    const { items } = element;
    if (!items) continue;
    if (depth >= DEEPEST) throw new DataSetError('too-deep', `Sequences are nested deeper than ${DEEPEST} levels`, element);
    if ('fault' in element && element.fault instanceof DataSetError && element.fault.code === 'too-many') throw element.fault;
    for (const item of items) readAll(item, depth + 1);
  }
}

/** Whether the data set was refused for what it would cost. */
export const isBeyondBounds = (error: unknown): error is DataSetError =>
  error instanceof DataSetError && (error.code === 'too-many' || error.code === 'too-deep');
