/**
 * One attempt at sending what still waits: contexts proposed from what is there, one outcome an object, several associations at once where
 * the node allows. What the peer does is an outcome; an object that it hangs up on twice is set apart, so that the others get through.
 */
import type { AssociationEnd, Failure } from '../association/types.ts';
import type { Explanation } from '../contract/failure.ts';
import { uidName } from '../dicom/uids.ts';
import { explainContext, explainEnd, explainFailure, isTransient } from '../failures/explain-failure.ts';
import { explainStatus, isTransientStatus, statusName } from '../failures/explain-status.ts';
import { inferDrops, inferOneConnection } from '../failures/infer-send.ts';
import type { Clock } from '../lib/clock.ts';
import type { Nodes } from '../nodes/types.ts';
import { proposeStorage, type StorageProposal } from '../services/propose-storage.ts';
import type { ApplicationEntity, Association, StoreItem, StoreResult } from '../services/types.ts';
import { abortAfterSignal, isStopped, type AttemptEnd } from './attempt.ts';
import { openFileSource } from './file-source.ts';
import type { Figures } from './figures.ts';
import type { Kind, Outcome } from './object-table.ts';
import type { ObjectRecord } from './types.ts';

/** What waits, read as it is needed. */
export interface Waiting {
  kinds(): readonly Kind[];
  next(kind: Kind, page: { readonly after: number; readonly limit: number }): readonly ObjectRecord[];
}

export interface SendAttempt {
  readonly nodeId: string;
  readonly nodes: Nodes;
  readonly entity: ApplicationEntity;
  readonly clock: Clock;
  readonly signal: AbortSignal;
  readonly figures: Figures;
  readonly waiting: Waiting;
  /** Objects that went over on each connection of this transfer that broke. */
  readonly drops: number[];
  readonly begun: (index: number) => void;
  readonly settled: (object: ObjectRecord, outcome: Outcome) => void;
}

interface SendItem extends StoreItem {
  readonly object: ObjectRecord;
  opened: boolean;
}

/** After so many failures of a kind that may pass an object is no longer tried. */
const OBJECT_TRIES = 6;
/** Hanging up on the same object more often is no accident. */
const HANG_UPS = 2;
const PAGE = 200;

export async function sendAttempt(attempt: SendAttempt): Promise<AttemptEnd> {
  let last: AttemptEnd = { kind: 'finished', explanation: null };
  for (const proposal of proposeStorage(attempt.waiting.kinds())) {
    const end = await new ProposalRun(attempt, proposal).run();
    if (end.kind === 'stopped') return end;
    if (end.kind === 'again' && !end.progressed) return end;
    if (end.kind === 'again' || end.explanation) last = end;
  }
  return last;
}

/** One proposal's objects, over as many associations as the node allows. */
class ProposalRun {
  readonly #attempt: SendAttempt;
  readonly #proposal: StorageProposal<Kind>;
  readonly #cursor: Iterator<SendItem>;
  #sent = 0;
  #explanation: Explanation | null = null;
  #again: Explanation | null = null;
  #exhausted = false;

  constructor(attempt: SendAttempt, proposal: StorageProposal<Kind>) {
    this.#attempt = attempt;
    this.#proposal = proposal;
    this.#cursor = this.#items();
  }

  async run(): Promise<AttemptEnd> {
    const { nodes, nodeId, signal } = this.#attempt;
    const opened = await this.#associate();
    if (isStopped(signal)) {
      if (opened.kind === 'established') opened.association.abort();
      return { kind: 'stopped' };
    }
    if (opened.kind !== 'established') return this.#unopened(opened);
    const others = Array.from({ length: nodes.require(nodeId).associations - 1 }, () => this.#oneMore());
    await Promise.all([this.#sendOver(opened.association), ...others]);
    if (isStopped(signal)) return { kind: 'stopped' };
    if (this.#again) return { kind: 'again', explanation: this.#again, progressed: this.#sent > 0 };
    return { kind: 'finished', explanation: this.#explanation };
  }

  #associate() {
    const { entity, nodes, nodeId, signal } = this.#attempt;
    return entity.associate({ ...nodes.associateRequest(nodeId), contexts: this.#proposal.contexts, signal });
  }

  #unopened(failure: Failure): AttemptEnd {
    const { nodes, nodeId } = this.#attempt;
    const nothing = failure.kind === 'failed' && failure.phase === 'no-context';
    const explanation = explainFailure(failure, nodes.about(nodeId, nothing ? 'C-STORE' : 'associate'));
    nodes.learn(nodeId, { kind: 'failed', failure, explanation, ...(nothing && { refused: 'store' }) });
    if (isTransient(failure)) return { kind: 'again', explanation, progressed: false };
    const words = nothing ? 'Not taken: the node accepts neither this kind nor this encoding' : explanation.headline;
    for (let next = this.#cursor.next(); !next.done; next = this.#cursor.next()) {
      this.#attempt.settled(next.value.object, { state: 'failed', status: null, words, comment: '', failed: true });
    }
    return { kind: 'finished', explanation };
  }

  /** A further association; that it does not come about is no failure while the first one works. A node that allows one is asked for one. */
  async #oneMore(): Promise<void> {
    const { nodes, nodeId } = this.#attempt;
    const opened = await this.#associate();
    if (opened.kind === 'established') return this.#sendOver(opened.association);
    const oneOnly = inferOneConnection(opened, nodes.about(nodeId, 'associate'));
    if (!oneOnly) return;
    this.#explanation ??= oneOnly;
    nodes.update(nodeId, { associations: 1 });
  }

  async #sendOver(association: Association): Promise<void> {
    const { signal, clock, figures } = this.#attempt;
    let end: AssociationEnd | undefined;
    let carried = 0;
    void association.ended.then((ended) => {
      end = ended;
    });
    abortAfterSignal(association, clock, signal);
    const cursor = this.#cursor;
    const items = function* (): Generator<SendItem> {
      while (!end && !isStopped(signal)) {
        const next = cursor.next();
        if (next.done) return;
        yield next.value;
      }
    };
    let suspected = false;
    for await (const result of association.storeAll(items(), { signal })) {
      figures.sign();
      // The next objects were opened ahead: only the first without an answer may be the one that they choked on.
      const suspect: boolean = !suspected && isHangUp(result);
      suspected ||= suspect;
      if (this.#settle(result, association, suspect)) carried += 1;
    }
    if (!end) await association.release();
    else if (!isStopped(signal) && end.kind !== 'released') this.#broken(end, carried);
    else if (!isStopped(signal) && !this.#exhausted) this.#broken(end, carried);
  }

  #broken(end: AssociationEnd, carried: number): void {
    const { nodes, nodeId, drops } = this.#attempt;
    const about = { ...nodes.about(nodeId, 'C-STORE'), objects: carried };
    drops.push(carried);
    this.#again = inferDrops(drops, about) ?? explainEnd(end, about);
  }

  /** `true` when the object went over. */
  #settle(result: StoreResult<SendItem>, association: Association, suspect: boolean): boolean {
    const { object } = result.item;
    const settled = (outcome: Omit<Outcome, 'comment'> & { readonly comment?: string }): void =>
      this.#attempt.settled(object, { comment: '', ...outcome });
    switch (result.kind) {
      case 'status':
        return this.#settleStatus(result, settled);
      case 'no-context': {
        const explanation = this.#explainRefused(object, result.reason, association);
        this.#explanation = explanation;
        settled({ state: 'failed', status: null, words: explanation.headline, failed: true });
        return false;
      }
      case 'unreadable':
        settled({ state: 'failed', status: null, words: result.message, failed: true });
        return false;
      case 'cancelled':
        settled({ state: 'waiting', status: null, words: '', failed: false });
        return false;
      case 'ended': {
        const givenUp = suspect && object.failures + 1 >= HANG_UPS;
        const words = givenUp ? 'They hung up on this object each time' : '';
        settled({ state: givenUp ? 'failed' : 'waiting', status: null, words, failed: suspect });
        return false;
      }
    }
  }

  #settleStatus(
    { item, status }: Extract<StoreResult<SendItem>, { readonly kind: 'status' }>,
    settled: (outcome: Omit<Outcome, 'comment'> & { readonly comment?: string }) => void,
  ): boolean {
    const { nodes, nodeId } = this.#attempt;
    const comment = status.errorComment ?? '';
    const words = statusName(status, 'C-STORE');
    if (status.class === 'success' || status.code === ALREADY_THERE) {
      settled({ state: 'done', status: status.code, words: status.code === ALREADY_THERE ? 'Already there' : '', comment, failed: false });
      if (this.#sent === 0) nodes.learn(nodeId, { kind: 'answered', abilities: { store: true } });
      this.#sent += 1;
      return true;
    }
    if (status.class === 'warning') {
      settled({ state: 'warning', status: status.code, words, comment, failed: false });
      this.#sent += 1;
      return true;
    }
    const again = isTransientStatus(status.code) && item.object.failures + 1 < OBJECT_TRIES;
    if (again) this.#again ??= explainStatus(status, 'C-STORE', nodes.about(nodeId, 'C-STORE'));
    settled({ state: again ? 'waiting' : 'failed', status: status.code, words, comment, failed: true });
    return false;
  }

  #explainRefused(object: ObjectRecord, reason: 'sop-class' | 'transfer-syntax' | 'not-proposed', association: Association): Explanation {
    const { nodes, nodeId } = this.#attempt;
    const said = association.rejected.find(
      ({ abstractSyntax, transferSyntaxes }) =>
        abstractSyntax === object.sopClassUid && transferSyntaxes.includes(object.transferSyntaxUid),
    );
    const result = reason === 'sop-class' ? (said?.result ?? 3) : 4;
    const what = uidName(object.sopClassUid).replace(/ Storage\b/, '');
    return explainContext({ result, what, syntax: uidName(object.transferSyntaxUid) }, nodes.about(nodeId, 'C-STORE'));
  }

  /** Objects one after the other, read from the queue in pages. */
  *#items(): Generator<SendItem> {
    const { waiting, figures, begun } = this.#attempt;
    for (const kind of this.#proposal.items) {
      let after = -1;
      for (;;) {
        const page = waiting.next(kind, { after, limit: PAGE });
        for (const object of page) {
          after = object.index;
          const item: SendItem = {
            object,
            opened: false,
            sopClassUid: object.sopClassUid,
            sopInstanceUid: object.sopInstanceUid,
            transferSyntaxUid: object.transferSyntaxUid,
            open: () => {
              item.opened = true;
              begun(object.index);
              return openFileSource(object, (bytes) => figures.count(bytes));
            },
          };
          yield item;
        }
        if (page.length < PAGE) break;
      }
    }
    this.#exhausted = true;
  }
}

const ALREADY_THERE = 0x0111;

const isHangUp = (result: StoreResult<SendItem>): boolean =>
  result.kind === 'ended' && result.item.opened && result.end.kind === 'aborted' && result.end.by === 'peer';
