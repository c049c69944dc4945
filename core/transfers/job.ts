/** One transfer in memory: its record, what it counts, and what runs for it. Every change is written to the tables and told to the list. */
import type { TransferObject, TransferState, TransferView } from '../contract/transfers.ts';
import { uidName } from '../dicom/uids.ts';
import type { Clock } from '../lib/clock.ts';
import type { Nodes } from '../nodes/types.ts';
import type { DecisionTable } from './decision-table.ts';
import { Figures } from './figures.ts';
import type { ItemTable } from './item-table.ts';
import type { Counts, ObjectTable, Outcome } from './object-table.ts';
import { fileName } from './preflight.ts';
import type { TransferTable } from './transfer-table.ts';
import type { ItemRecord, ObjectPage, ObjectRecord, ObjectState, TransferRecord } from './types.ts';

export interface JobTables {
  readonly transfers: TransferTable;
  readonly objects: ObjectTable;
  readonly items: ItemTable;
  readonly decisions: DecisionTable;
}

export interface JobOptions {
  readonly tables: JobTables;
  readonly nodes: Nodes;
  readonly clock: Clock;
  readonly changed: (id: string) => void;
}

export class Job {
  readonly record: TransferRecord;
  /** Objects that went over on each connection that broke. */
  readonly drops: number[] = [];
  /** Of the attempt, preparation or waiting under way. */
  controller: AbortController | undefined;
  running: Promise<void> | undefined;
  /** An attempt is under way or winds down. */
  onLine = false;
  cancelTimer: (() => void) | undefined;
  figures: Figures;
  items: ItemRecord[];
  readonly #options: JobOptions;
  readonly #inFlight = new Set<number>();
  #objects: Record<ObjectState, number>;
  #bytes: number;
  #settledBytes: number;
  #settledBefore = 0;

  constructor(record: TransferRecord, options: JobOptions) {
    this.record = record;
    this.#options = options;
    this.figures = new Figures(options.clock);
    this.items = takesFiles(record) ? [] : [...options.tables.items.all(record.id)];
    const counts = options.tables.objects.counts(record.id);
    this.#objects = { ...counts.objects };
    this.#bytes = counts.bytes;
    this.#settledBytes = counts.settledBytes;
  }

  get id(): string {
    return this.record.id;
  }

  get objects(): Readonly<Record<ObjectState, number>> {
    return this.#objects;
  }

  /** Writes the record and tells the list. */
  change(
    change: Partial<Pick<TransferRecord, 'state' | 'via' | 'started' | 'ended' | 'attempt' | 'nextAttempt' | 'summary' | 'failure'>>,
  ): void {
    Object.assign(this.record, change);
    this.#options.tables.transfers.put(this.record);
    this.#options.changed(this.id);
  }

  /** What is counted anew from the tables. */
  recount(): void {
    const counts: Counts = this.#options.tables.objects.counts(this.id);
    this.#objects = { ...counts.objects };
    this.#bytes = counts.bytes;
    this.#settledBytes = counts.settledBytes;
    this.#options.changed(this.id);
  }

  /** Something was stored already: it is not to be looked at, or stored, once more. */
  get hasAnswers(): boolean {
    return this.#objects.done + this.#objects.warning > 0;
  }

  addObjects(objects: readonly ObjectRecord[]): void {
    this.#options.tables.objects.add(this.id, objects);
    for (const { state, bytes } of objects) {
      this.#objects[state] += 1;
      if (state !== 'set-aside') this.#bytes += bytes;
      if (state === 'done') this.#settledBytes += bytes;
    }
    this.#options.changed(this.id);
  }

  /** An object's bytes begin to go over. */
  begun(index: number): void {
    this.#inFlight.add(index);
  }

  settled(object: ObjectRecord, outcome: Outcome): void {
    this.#options.tables.objects.put(this.id, object.index, outcome);
    this.#inFlight.delete(object.index);
    this.#objects[object.state] -= 1;
    this.#objects[outcome.state] += 1;
    if (outcome.state === 'done' || outcome.state === 'warning') this.#settledBytes += object.bytes;
    this.#options.changed(this.id);
  }

  setItems(items: readonly ItemRecord[]): void {
    this.items = [...items];
    this.#options.tables.items.put(this.id, items);
    this.#options.changed(this.id);
  }

  itemChanged(item: ItemRecord): void {
    this.items = this.items.map((old) => (old.index === item.index ? item : old));
    this.#options.tables.items.put(this.id, [item]);
    this.#options.changed(this.id);
  }

  /** A new run: speed and signs begin anew. */
  beginRun(): AbortController {
    this.controller = new AbortController();
    this.figures = new Figures(this.#options.clock);
    this.#inFlight.clear();
    this.#settledBefore = this.#settledBytes;
    return this.controller;
  }

  get isOver(): boolean {
    return isOver(this.record.state);
  }

  page(page: ObjectPage): { readonly total: number; readonly rows: readonly TransferObject[] } {
    const { total, rows } = this.#options.tables.objects.page(this.id, page);
    return { total, rows: rows.map((object) => this.#shown(object)) };
  }

  #shown(object: ObjectRecord): TransferObject {
    const { index, path, sopClassUid, sopInstanceUid, transferSyntaxUid, bytes, status, words, comment } = object;
    return {
      index,
      name: path === '' ? `…${sopInstanceUid.slice(-12)}` : fileName(object),
      sopClassName: sopClassUid === '' ? '' : uidName(sopClassUid),
      sopInstanceUid,
      transferSyntaxName: transferSyntaxUid === '' ? '' : uidName(transferSyntaxUid),
      bytes,
      state: object.state === 'waiting' && this.#inFlight.has(index) ? 'running' : object.state,
      status,
      words,
      comment,
    };
  }

  view(): TransferView {
    const { record } = this;
    const { nodes } = this.#options;
    const running = record.state === 'running';
    const counted = takesFiles(record) ? this.#fileCounts() : this.#pullCounts();
    return {
      id: record.id,
      direction: record.direction,
      label: record.label,
      nodeId: record.nodeId,
      nodeName: nodes.get(record.nodeId)?.name ?? 'a removed node',
      destinationName: record.destinationId === null ? null : (nodes.get(record.destinationId)?.name ?? 'a removed node'),
      via: record.via,
      state: record.state,
      ...counted,
      bytesPerSecond: running ? this.figures.bytesPerSecond : 0,
      lastSign: running ? this.figures.lastSign : null,
      created: record.created,
      started: record.started,
      ended: record.ended,
      nextAttempt: record.nextAttempt,
      attempt: record.attempt,
      summary: record.summary,
      failure: record.failure,
    };
  }

  #fileCounts() {
    const { waiting, running, done, warning, failed, cancelled, 'set-aside': setAside } = this.#objects;
    const live = this.record.state === 'running' ? this.#settledBefore + this.figures.bytes : 0;
    return {
      total: this.record.state === 'preparing' ? null : waiting + running + done + warning + failed + cancelled,
      completed: done,
      warning,
      failed,
      setAside,
      arrived: 0,
      bytes: Math.min(this.#bytes, Math.max(live, this.#settledBytes)),
      totalBytes: this.#bytes,
    };
  }

  #pullCounts() {
    const sum = (of: (item: ItemRecord) => number): number => this.items.reduce((total, item) => total + of(item), 0);
    const unknown = this.items.some(({ total }) => total === null);
    return {
      total: unknown ? null : sum(({ total }) => total ?? 0),
      completed: sum(({ completed }) => completed),
      warning: sum(({ warning }) => warning),
      failed: sum(({ failed }) => failed),
      setAside: 0,
      arrived: this.#objects.done,
      bytes: this.#settledBytes,
      totalBytes: null,
    };
  }
}

/** It goes through files of this computer, unlike what comes from a node. */
export const takesFiles = ({ direction }: Pick<TransferRecord, 'direction'>): boolean => direction === 'send' || direction === 'import';

export const isOver = (state: TransferState): boolean =>
  state === 'done' || state === 'partial' || state === 'failed' || state === 'cancelled';
