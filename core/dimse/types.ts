/**
 * DIMSE command sets and messages (PS3.7 §6.3, §9.3, §10.3, Annex E). A command set is always Implicit VR Little Endian; data sets are
 * bytes in the context's transfer syntax and stream through as fragments.
 */

/** Command Field (0000,0100). A response is its request | 0x8000. */
export const CommandField = {
  CStoreRq: 0x0001,
  CGetRq: 0x0010,
  CFindRq: 0x0020,
  CMoveRq: 0x0021,
  CEchoRq: 0x0030,
  NEventReportRq: 0x0100,
  NGetRq: 0x0110,
  NSetRq: 0x0120,
  NActionRq: 0x0130,
  NCreateRq: 0x0140,
  NDeleteRq: 0x0150,
  CCancelRq: 0x0fff,
} as const;

/** A command set with its elements under the dictionary's keywords. Absent elements are absent properties; group length is not kept. */
export interface CommandSet {
  readonly commandField: number;
  /** (0000,0800) other than 0101H: a data set follows. */
  readonly hasDataSet: boolean;
  readonly messageId?: number;
  readonly messageIdBeingRespondedTo?: number;
  readonly affectedSopClassUid?: string;
  readonly requestedSopClassUid?: string;
  readonly affectedSopInstanceUid?: string;
  readonly requestedSopInstanceUid?: string;
  /** 0 medium, 1 high, 2 low. */
  readonly priority?: number;
  readonly status?: number;
  readonly moveDestination?: string;
  readonly moveOriginatorTitle?: string;
  readonly moveOriginatorMessageId?: number;
  readonly remaining?: number;
  readonly completed?: number;
  readonly failed?: number;
  readonly warning?: number;
  readonly offendingElements?: readonly number[];
  readonly errorComment?: string;
  readonly errorId?: number;
  readonly eventTypeId?: number;
  readonly actionTypeId?: number;
  readonly attributeIdentifierList?: readonly number[];
}

export type StatusClass = 'success' | 'pending' | 'cancel' | 'warning' | 'failure';

/** What a response says: the status and whatever explains it. */
export interface DimseStatus {
  readonly code: number;
  readonly class: StatusClass;
  readonly errorComment?: string;
  readonly errorId?: number;
  readonly offendingElements?: readonly number[];
}

/** Receives messages as they form. All calls are synchronous and in order; `data` views are valid only during the call. */
export interface MessageSink {
  /** The command set of a message is complete. `data`/`end` follow if it has a data set, else `end` follows at once. */
  command(contextId: number, command: CommandSet): void;
  data(bytes: Uint8Array): void;
  end(): void;
}
