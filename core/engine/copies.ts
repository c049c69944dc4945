/** Copies of things of the inbox: what a person asks for becomes a batch, told at most ten times a second and ended with the engine. */
import { randomBytes } from 'node:crypto';
import { systemClock } from '../association/system-clock.ts';
import type { CallPayload, CallResult, CopyCaution, CopyEvent, DeidentifyOptions, StreamPayload } from '../contract.ts';
import { makeCopies, type Batch, type Original, type Rewritten } from '../copies/make-copies.ts';
import { previewDeidentified } from '../copies/preview-deidentified.ts';
import { previewEdited } from '../copies/preview-edited.ts';
import { createPseudonyms } from '../copies/pseudonyms.ts';
import type { Renamed, Vault } from '../copies/vault.ts';
import { deidentify } from '../deidentification/deidentify.ts';
import type { Patient, Pseudonyms, Subject } from '../deidentification/types.ts';
import { writeMoment } from '../dicom/date-time.ts';
import { checkEdits, edit, EditError } from '../editing/edit.ts';
import { parsePath } from '../editing/path.ts';
import type { InboxTarget } from '../contract.ts';
import type { ObjectBytes } from '../objects/open-object.ts';
import type { Transfers } from '../transfers/types.ts';
import type { InboxSlot } from './inbox-slot.ts';
import { originalsOf, type From } from './originals.ts';
import { ExplainedError } from './serve.ts';

const EVERY_MS = 100;
/** Beyond this the copies are named by their studies. */
const MOST_NAMED = 10_000;

interface Told {
  readonly emit: (event: CopyEvent) => void;
  readonly signal: AbortSignal;
}

export interface Copies {
  previewDeidentified(wish: CallPayload<'copies.previewDeidentified'>): Promise<CallResult<'copies.previewDeidentified'>>;
  previewEdited(wish: CallPayload<'copies.previewEdited'>): Promise<CallResult<'copies.previewEdited'>>;
  mapping(): CallResult<'copies.mapping'>;
  forgetMapping(): Promise<void>;
  deidentify(wish: StreamPayload<'copies.deidentify'>, told: Told): Promise<void>;
  edit(wish: StreamPayload<'copies.edit'>, told: Told): Promise<void>;
  /** Objects of the inbox are being read. */
  readonly busy: boolean;
  /** Stops those that run; settles when none is left. */
  close(): Promise<void>;
}

export interface CopiesOptions {
  readonly slot: InboxSlot;
  readonly vault: Vault;
  /** Our AE title: the copies come from here. */
  readonly title: () => string;
  /** What a proposal of the preflight would send. */
  readonly proposed: Transfers['proposed'];
  readonly wallClock: () => number;
}

export function createCopies(options: CopiesOptions): Copies {
  const { vault } = options;
  const closing = new AbortController();
  const running = new Set<Promise<void>>();
  const run = (work: (signal: AbortSignal) => Promise<void>, signal: AbortSignal): Promise<void> => {
    const done = work(AbortSignal.any([signal, closing.signal]));
    running.add(done);
    return done.finally(() => running.delete(done));
  };
  return {
    previewDeidentified({ options: wanted, ...from }) {
      const pseudonyms = pseudonymsOf(vault, wanted);
      return withFirst(originalsOf(options, from), (object, objects) => {
        const { rows, cut, result } = previewDeidentified(object, wanted, pseudonyms);
        const { subject, cautions } = result;
        const { id: patientId, name: patientName, days } = subject;
        return { rows, cut, cautions, patientId, patientName, days, mapping: vault.kept ? 'encrypted' : 'session', objects };
      });
    },
    previewEdited: ({ targets, edits, newUids, reason }) =>
      withFirst(originalsOf(options, { targets }), (object, objects) => {
        const { rows, problems, madeUtf8 } = previewEdited(object, { edits, newUids, uid: (original) => original });
        const warnings = [
          ...warningsOf(edits, newUids, targets),
          ...(reason !== null && changesPatient(edits) ? [TOLD_WARNING] : []),
          ...(madeUtf8 ? [UTF8_WARNING] : []),
        ];
        return { rows, problems, warnings, objects };
      }),
    get busy() {
      return running.size > 0;
    },
    mapping: () => ({ kept: vault.kept ? 'encrypted' : 'session', patients: vault.patients }),
    forgetMapping: () => vault.forget(),
    deidentify: (wish, told) => run((signal) => deidentifyBatch(options, wish, { ...told, signal }), told.signal),
    edit: (wish, told) => run((signal) => editBatch(options, wish, { ...told, signal }), told.signal),
    async close() {
      closing.abort();
      await Promise.allSettled(running);
    },
  };
}

function pseudonymsOf(vault: Vault, { prefix, days, patientId, patientName }: DeidentifyOptions): Pseudonyms {
  const given = patientId === '' && patientName === '' ? undefined : { id: patientId, name: patientName };
  return createPseudonyms({ secret: vault.secret, prefix, days, ...(given && { given }) });
}

async function deidentifyBatch(
  options: CopiesOptions,
  { options: wanted, ...from }: StreamPayload<'copies.deidentify'>,
  told: Told,
): Promise<void> {
  const { vault, wallClock } = options;
  const cautions = new Set<CopyCaution>();
  const renamed = new Map<string, Renamed>();
  const noted = notingSubjects(pseudonymsOf(vault, wanted), ({ id, issuer, name }, subject) => {
    const key = [id, issuer, name].join('\0');
    if (renamed.has(key)) return;
    const { id: newId, name: newName, days } = subject;
    renamed.set(key, { originalId: id, issuer, originalName: name, newId, newName, days, at: new Date(wallClock()).toISOString() });
  });
  const batch = await runBatch(options, { from, told }, ({ source, coding }) => {
    const made = deidentify(source, coding, { options: wanted, pseudonyms: noted });
    for (const caution of made.cautions) cautions.add(caution);
    return made;
  });
  await vault.remember([...renamed.values()]);
  told.emit(doneOf(options.slot, batch, { cautions: [...cautions], madeUtf8: 0 }));
}

const notingSubjects = (pseudonyms: Pseudonyms, note: (patient: Patient, subject: Subject) => void): Pseudonyms => ({
  ...pseudonyms,
  subject(patient) {
    const subject = pseudonyms.subject(patient);
    note(patient, subject);
    return subject;
  },
});

async function editBatch(
  options: CopiesOptions,
  { targets, edits, newUids, reason }: StreamPayload<'copies.edit'>,
  told: Told,
): Promise<void> {
  try {
    checkEdits(edits);
  } catch (error) {
    if (error instanceof EditError) throw new ExplainedError('invalid-edit', `${edits[error.index]?.path ?? ''}: ${error.message}`);
    throw error;
  }
  // The same UID becomes the same within a batch, and another one each time.
  const { uid } = createPseudonyms({ secret: randomBytes(32), prefix: '', days: 0 });
  const dateTime = writeMoment(options.wallClock());
  const modification = reason === null ? {} : { modification: { reason, system: options.title(), dateTime } };
  let madeUtf8 = 0;
  const batch = await runBatch(options, { from: { targets }, told }, ({ source, coding }) => {
    const made = edit(source, coding, { edits, newUids, uid, ...modification });
    if (made.madeUtf8) madeUtf8 += 1;
    return made;
  });
  told.emit(doneOf(options.slot, batch, { cautions: [], madeUtf8 }));
}

interface BatchWish {
  readonly from: From;
  readonly told: Told;
}

async function runBatch(options: CopiesOptions, { from, told }: BatchWish, rewrite: (object: ObjectBytes) => Rewritten): Promise<Batch> {
  const { slot, title } = options;
  const { inbox } = slot;
  // The list is made before the first copy, so that no copy is copied.
  const originals = originalsOf(options, from);
  if (originals.length === 0) throw gone();
  let toldAt = -EVERY_MS;
  return makeCopies({
    originals,
    rewrite,
    add: (object) => inbox.add({ ...object, from: { title: title(), address: '' } }),
    signal: told.signal,
    progress(objects) {
      const now = systemClock.now();
      if (now - toldAt < EVERY_MS) return;
      toldAt = now;
      told.emit({ kind: 'progress', objects, totalObjects: originals.length });
    },
  });
}

function doneOf(
  { inbox }: InboxSlot,
  { made, failed }: Batch,
  more: Pick<Extract<CopyEvent, { kind: 'done' }>, 'cautions' | 'madeUtf8'>,
): CopyEvent {
  return { kind: 'done', objects: made.length, made: targetsOf(inbox, made), failed: failed.length, reason: failed[0] ?? '', ...more };
}

/** What was there before is not undone. */
function targetsOf(inbox: InboxSlot['inbox'], made: Batch['made']): readonly InboxTarget[] {
  const fresh = made.filter(({ kind }) => kind !== 'identical');
  if (fresh.length > MOST_NAMED)
    return [...new Set(fresh.map(({ studyUid }) => studyUid))].map((studyUid) => ({ kind: 'study', studyUid }));
  return fresh.flatMap((placed): InboxTarget[] => {
    const instanceId = inbox.instanceId(placed);
    return instanceId === undefined ? [] : [{ kind: 'instance', instanceId }];
  });
}

async function withFirst<T>(originals: readonly Original[], work: (object: ObjectBytes, objects: number) => T): Promise<T> {
  const [first] = originals;
  if (!first) throw gone();
  using object = await first.open();
  return work(object, originals.length);
}

const gone = (): ExplainedError => new ExplainedError('not-here', 'It is no longer in the inbox.');

const UTF8_WARNING = 'The character set of this object cannot write what was typed: its copy is written in UTF-8 (ISO_IR 192).';
const TOLD_WARNING =
  'The copies tell what these values were before. To hide who it was, make an anonymised copy, or choose that nothing is told.';
/** PS3.3 §C.7.1.1: what must agree over all objects of a study. */
const PATIENT_TAGS = new Set([0x00100010, 0x00100020, 0x00100021, 0x00100030, 0x00100040]);

const changesPatient = (edits: CallPayload<'copies.previewEdited'>['edits']): boolean =>
  edits.some(({ path }) => {
    const parsed = parsePath(path);
    return parsed?.steps.length === 0 && PATIENT_TAGS.has(parsed.tag);
  });

function warningsOf(
  edits: CallPayload<'copies.previewEdited'>['edits'],
  newUids: CallPayload<'copies.previewEdited'>['newUids'],
  targets: readonly InboxTarget[],
): readonly string[] {
  if (!changesPatient(edits)) return [];
  const partly = targets.some(({ kind }) => kind !== 'study');
  if (newUids !== 'study')
    return ['The copies name another patient and stay in the study of the originals. Give them a new Study Instance UID.'];
  return partly ? ['Only a part of the study is selected: the other objects keep the patient that they name.'] : [];
}
