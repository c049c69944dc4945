/** What holds where nobody says otherwise: clocks, limits and who we are on the wire (PS3.7 §D.3.3.2). */
import type { Limits, Timeouts } from './types.ts';

export const DEFAULT_TIMEOUTS: Timeouts = {
  connect: 10_000,
  association: 30_000,
  message: 60_000,
  idle: 60_000,
  artim: 30_000,
};

export const DEFAULT_LIMITS: Limits = {
  associations: 32,
  unassociated: 64,
  maximumLength: 131_072,
  maximumDataLength: 64 * 1024 * 1024,
  maximumControlLength: 1024 * 1024,
  maximumCommandLength: 64 * 1024,
  maximumIdentifierLength: 16 * 1024 * 1024,
};

export const DEFAULT_CALLED_TITLE = 'ANY-SCP';

/** Operations at once that an acceptor grants when a requestor proposes an asynchronous operations window. */
export const ASYNCHRONOUS_OPERATIONS = 16;

/** A UUID-derived UID (PS3.5 §B.2), fixed for every Gantry. */
export const IMPLEMENTATION_CLASS_UID = '2.25.189213046391420513570221837402931184271';
export const IMPLEMENTATION_VERSION_NAME = 'GANTRY_0_1';
