/**
 * The state transition table of PS3.8 §9.2.3 (Table 9-10) and the actions of Tables 9-6 to 9-9, as data. Nothing else in the engine knows
 * what may follow what.
 */
import type { ActionName, AssociationRole, EventNumber, Transition } from './types.ts';

/** Tables 9-6 to 9-9. AR-8 leads the two sides of a release collision to different states. */
export const actions: readonly (Transition & { readonly only?: AssociationRole })[] = [
  { action: 'AE-1', effects: ['connect'], next: 4 },
  { action: 'AE-2', effects: ['send-associate-rq'], next: 5 },
  { action: 'AE-3', effects: ['confirm-accept'], next: 6 },
  { action: 'AE-4', effects: ['confirm-reject', 'close'], next: 1 },
  { action: 'AE-5', effects: ['start-artim'], next: 2 },
  { action: 'AE-6', effects: ['stop-artim', 'indicate-associate'], next: 3 },
  { action: 'AE-7', effects: ['send-associate-ac'], next: 6 },
  { action: 'AE-8', effects: ['send-associate-rj', 'start-artim'], next: 13 },
  { action: 'DT-1', effects: ['send-data'], next: 6 },
  { action: 'DT-2', effects: ['indicate-data'], next: 6 },
  { action: 'AR-1', effects: ['send-release-rq'], next: 7 },
  { action: 'AR-2', effects: ['indicate-release'], next: 8 },
  { action: 'AR-3', effects: ['confirm-release', 'close'], next: 1 },
  { action: 'AR-4', effects: ['send-release-rp', 'start-artim'], next: 13 },
  { action: 'AR-5', effects: ['stop-artim'], next: 1 },
  { action: 'AR-6', effects: ['indicate-data'], next: 7 },
  { action: 'AR-7', effects: ['send-data'], next: 8 },
  { action: 'AR-8', effects: ['indicate-collision'], next: 9, only: 'requestor' },
  { action: 'AR-8', effects: ['indicate-collision'], next: 10, only: 'acceptor' },
  { action: 'AR-9', effects: ['send-release-rp'], next: 11 },
  { action: 'AR-10', effects: ['confirm-release'], next: 12 },
  { action: 'AA-1', effects: ['send-abort-user', 'restart-artim'], next: 13 },
  { action: 'AA-2', effects: ['stop-artim', 'close'], next: 1 },
  { action: 'AA-3', effects: ['indicate-abort', 'close'], next: 1 },
  { action: 'AA-4', effects: ['indicate-provider-abort'], next: 1 },
  { action: 'AA-5', effects: ['stop-artim'], next: 1 },
  { action: 'AA-6', effects: [], next: 13 },
  { action: 'AA-7', effects: ['send-abort-provider'], next: 13 },
  { action: 'AA-8', effects: ['send-abort-provider', 'indicate-provider-abort', 'start-artim'], next: 13 },
];

type Row = readonly [
  ActionName | null, // Sta1 idle
  ActionName | null, // Sta2 awaiting A-ASSOCIATE-RQ
  ActionName | null, // Sta3 awaiting local associate response
  ActionName | null, // Sta4 awaiting transport connect
  ActionName | null, // Sta5 awaiting A-ASSOCIATE-AC or -RJ
  ActionName | null, // Sta6 established
  ActionName | null, // Sta7 awaiting A-RELEASE-RP
  ActionName | null, // Sta8 awaiting local release response
  ActionName | null, // Sta9 collision, requestor, awaiting local release response
  ActionName | null, // Sta10 collision, acceptor, awaiting A-RELEASE-RP
  ActionName | null, // Sta11 collision, requestor, awaiting A-RELEASE-RP
  ActionName | null, // Sta12 collision, acceptor, awaiting local release response
  ActionName | null, // Sta13 awaiting transport close
];

const ______ = null;

/** Rows are events, columns are states; `______` is an empty cell of the standard's table. */
export const table: Readonly<Record<EventNumber, Row>> = {
  // Sta1   Sta2    Sta3    Sta4    Sta5    Sta6    Sta7    Sta8    Sta9    Sta10   Sta11   Sta12   Sta13
  1: ['AE-1', ______, ______, ______, ______, ______, ______, ______, ______, ______, ______, ______, ______],
  2: [______, ______, ______, 'AE-2', ______, ______, ______, ______, ______, ______, ______, ______, ______],
  3: [______, 'AA-1', 'AA-8', ______, 'AE-3', 'AA-8', 'AA-8', 'AA-8', 'AA-8', 'AA-8', 'AA-8', 'AA-8', 'AA-6'],
  4: [______, 'AA-1', 'AA-8', ______, 'AE-4', 'AA-8', 'AA-8', 'AA-8', 'AA-8', 'AA-8', 'AA-8', 'AA-8', 'AA-6'],
  5: ['AE-5', ______, ______, ______, ______, ______, ______, ______, ______, ______, ______, ______, ______],
  6: [______, 'AE-6', 'AA-8', ______, 'AA-8', 'AA-8', 'AA-8', 'AA-8', 'AA-8', 'AA-8', 'AA-8', 'AA-8', 'AA-7'],
  7: [______, ______, 'AE-7', ______, ______, ______, ______, ______, ______, ______, ______, ______, ______],
  8: [______, ______, 'AE-8', ______, ______, ______, ______, ______, ______, ______, ______, ______, ______],
  9: [______, ______, ______, ______, ______, 'DT-1', ______, 'AR-7', ______, ______, ______, ______, ______],
  10: [______, 'AA-1', 'AA-8', ______, 'AA-8', 'DT-2', 'AR-6', 'AA-8', 'AA-8', 'AA-8', 'AA-8', 'AA-8', 'AA-6'],
  11: [______, ______, ______, ______, ______, 'AR-1', ______, ______, ______, ______, ______, ______, ______],
  12: [______, 'AA-1', 'AA-8', ______, 'AA-8', 'AR-2', 'AR-8', 'AA-8', 'AA-8', 'AA-8', 'AA-8', 'AA-8', 'AA-6'],
  13: [______, 'AA-1', 'AA-8', ______, 'AA-8', 'AA-8', 'AR-3', 'AA-8', 'AA-8', 'AR-10', 'AR-3', 'AA-8', 'AA-6'],
  14: [______, ______, ______, ______, ______, ______, ______, 'AR-4', 'AR-9', ______, ______, 'AR-4', ______],
  15: [______, ______, 'AA-1', 'AA-2', 'AA-1', 'AA-1', 'AA-1', 'AA-1', 'AA-1', 'AA-1', 'AA-1', 'AA-1', ______],
  16: [______, 'AA-2', 'AA-3', ______, 'AA-3', 'AA-3', 'AA-3', 'AA-3', 'AA-3', 'AA-3', 'AA-3', 'AA-3', 'AA-2'],
  17: [______, 'AA-5', 'AA-4', 'AA-4', 'AA-4', 'AA-4', 'AA-4', 'AA-4', 'AA-4', 'AA-4', 'AA-4', 'AA-4', 'AR-5'],
  18: [______, 'AA-2', ______, ______, ______, ______, ______, ______, ______, ______, ______, ______, 'AA-2'],
  19: [______, 'AA-1', 'AA-8', ______, 'AA-8', 'AA-8', 'AA-8', 'AA-8', 'AA-8', 'AA-8', 'AA-8', 'AA-8', 'AA-7'],
};
