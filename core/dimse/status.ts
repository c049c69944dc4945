/** Status codes and their classes (PS3.7 Annex C, PS3.4). */
import { ProtocolError } from '../errors.ts';
import type { CommandSet, DimseStatus, StatusClass } from './types.ts';

/** Codes that the engine itself gives or looks for; services add those of their own. */
export const Status = {
  Success: 0x0000,
  Cancel: 0xfe00,
  Pending: 0xff00,
  PendingWithoutOptionalKeys: 0xff01,
  AttributeListError: 0x0107,
  AttributeValueOutOfRange: 0x0116,
  ProcessingFailure: 0x0110,
  NoSuchSopClass: 0x0118,
  NoSuchSopInstance: 0x0112,
  SopClassNotSupported: 0x0122,
  UnrecognisedOperation: 0x0211,
  MistypedArgument: 0x0212,
} as const;

/** Anything that no table knows counts as a failure. */
export function statusClass(code: number): StatusClass {
  switch (code) {
    case 0x0000:
      return 'success';
    case 0xff00:
    case 0xff01:
      return 'pending';
    case 0xfe00:
      return 'cancel';
    case 0x0001:
    case 0x0107:
    case 0x0116:
      return 'warning';
    default:
      return code >= 0xb000 && code <= 0xbfff ? 'warning' : 'failure';
  }
}

/** What a response says. Throws `ProtocolError` when it says nothing. */
export function statusOf(response: CommandSet): DimseStatus {
  const { status: code, errorComment, errorId, offendingElements } = response;
  if (code === undefined) throw new ProtocolError('status-missing', 'a response came without a status', { source: 2, reason: 6 });
  return {
    code,
    class: statusClass(code),
    ...(errorComment !== undefined && { errorComment }),
    ...(errorId !== undefined && { errorId }),
    ...(offendingElements !== undefined && { offendingElements }),
  };
}
