/** One honest sentence about a transfer, from its counts alone. What was not answered is never called done. */
import { hex, statusName } from '../failures/explain-status.ts';
import { statusClass } from '../dimse/status.ts';
import type { ObjectState } from './types.ts';

export interface SendCounts {
  readonly objects: Readonly<Record<ObjectState, number>>;
  readonly statuses: readonly { readonly status: number; readonly state: ObjectState; readonly objects: number }[];
  /** Of those that were set aside: as a person decided. */
  readonly leftOut?: number;
}

const COERCED = 0xb000;
const LEFT_OUT = 'left out as decided';
const ALREADY_THERE = 0x0111;

/** '409 stored, 2 changed on arrival, 1 refused (Refused: out of resources, A700), 3 set aside'. */
export function sendSummary({ objects, statuses, leftOut = 0 }: SendCounts): string {
  const of = (fits: (status: number) => boolean, state: ObjectState): number =>
    statuses.reduce((sum, row) => sum + (row.state === state && fits(row.status) ? row.objects : 0), 0);
  const there = of((status) => status === ALREADY_THERE, 'done');
  const changed = of((status) => status === COERCED, 'warning');
  const refused = of(() => true, 'failed');
  const commonest = statuses.find(({ state }) => state === 'failed');
  const why = commonest ? ` (${nameOf(commonest.status)})` : '';
  return sentence([
    [objects.done - there, 'stored'],
    [there, 'already there'],
    [changed, 'changed on arrival'],
    [objects.warning - changed, 'stored with a warning'],
    [refused, `refused${why}`],
    [objects.failed - refused, 'not sent'],
    [objects.waiting, 'waiting'],
    [objects.cancelled, 'not sent'],
    [objects['set-aside'] - leftOut, 'set aside'],
    [leftOut, LEFT_OUT],
  ]);
}

const nameOf = (status: number): string => `${statusName({ code: status, class: statusClass(status) }, 'C-STORE')}, ${hex(status)}`;

export interface ImportCounts {
  readonly objects: Readonly<Record<ObjectState, number>>;
  /** Of those that are done: what the inbox had already. */
  readonly there: number;
  /** Of those that were set aside: what is plainly no DICOM. */
  readonly others: number;
  /** Of those, too: as a person decided. */
  readonly leftOut?: number;
}

/** '409 imported, 2 were here already, 1 kept as another version, 3 set aside, 12 other files left out'. */
export function importSummary({ objects, there, others, leftOut = 0 }: ImportCounts): string {
  return sentence([
    [objects.done - there, 'imported'],
    [there, there === 1 ? 'was here already' : 'were here already'],
    [objects.warning, 'kept as another version'],
    [objects.failed + objects.cancelled, 'not imported'],
    [objects.waiting, 'waiting'],
    [objects['set-aside'] - others - leftOut, 'set aside'],
    [leftOut, LEFT_OUT],
    [others, others === 1 ? 'other file left out' : 'other files left out'],
  ]);
}

export interface PullCounts {
  readonly total: number | null;
  readonly completed: number;
  readonly warning: number;
  readonly failed: number;
  readonly arrived: number;
  /** Where the objects go: our inbox counts what arrives, a third system does not tell us. */
  readonly toInbox: boolean;
}

/** '118 arrived', '83 of 118 arrived, 35 failed', 'nothing came'. */
export function pullSummary({ total, completed, warning, failed, arrived, toInbox }: PullCounts): string {
  const came = toInbox ? arrived : completed + warning;
  if (came === 0 && failed === 0) return toInbox ? 'nothing came' : 'nothing was moved';
  const verb = toInbox ? 'arrived' : 'moved';
  const missing = Math.max(0, (total ?? came) - came - failed);
  const parts = sentence([
    [warning, 'with a warning'],
    [failed, 'failed'],
    [missing, 'missing'],
  ]);
  const first = missing > 0 || failed > 0 ? `${came} of ${Math.max(total ?? 0, came + failed)} ${verb}` : `${came} ${verb}`;
  return parts === NOTHING ? first : `${first}, ${parts}`;
}

const NOTHING = 'nothing to do';

function sentence(parts: readonly (readonly [number, string])[]): string {
  const said = parts.filter(([count]) => count > 0).map(([count, words]) => `${count} ${words}`);
  return said.length === 0 ? NOTHING : said.join(', ');
}

/** 'Cancelled by you at 14:02, 31 of 120 stored'. */
export function cancelledSummary({
  at,
  kept,
  total,
  verb,
}: {
  readonly at: Date;
  readonly kept: number;
  readonly total: number | null;
  readonly verb: string;
}): string {
  const time = `${String(at.getHours()).padStart(2, '0')}:${String(at.getMinutes()).padStart(2, '0')}`;
  return `Cancelled by you at ${time}, ${total === null ? kept : `${kept} of ${total}`} ${verb}`;
}
