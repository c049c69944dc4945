// Copies of what is in the inbox: the engine makes them one by one and tells how far it is; at the end they can be taken away again.
import type { CopyCaution, CopyEvent, DeidentifyOptions, InboxTarget, StreamPayload } from '../../core/contract.ts';
import type { Listener } from '../api.ts';
import { pluralText } from '../format/quantity.ts';
import type { Gantry } from '../gantry.ts';
import { isRecord, recall, remember } from '../lib/remember.ts';
import { offerUndo, toast } from '../stores/feedback.ts';
import { runExport } from './running-export.ts';

export const cautionWords: Readonly<Record<CopyCaution, string>> = {
  'burned-in': 'The pictures say that text is burned into them. Pixels are not changed: look at them.',
  'may-be-burned-in': 'Pictures of this kind often have names burned into them. Pixels are not changed: look at them.',
  'document-removed': 'A document lies in an object. It is replaced by an empty one.',
  'graphics-kept': 'Overlays and drawings are kept: look at them, they may show names.',
  recognizable: 'A face can be recognised in the pictures.',
};

export const strictest: DeidentifyOptions = {
  dates: 'remove',
  days: null,
  keepUids: false,
  keepDevice: false,
  keepInstitution: false,
  keepPatientCharacteristics: false,
  keepSafePrivate: false,
  cleanDescriptors: false,
  cleanStructuredContent: false,
  cleanGraphics: false,
  prefix: 'ANON',
  patientId: '',
  patientName: '',
};

const KEY = 'deidentify';
const fits = (value: unknown): value is DeidentifyOptions =>
  isRecord(value) &&
  Object.entries(strictest).every(
    ([name, one]) => typeof value[name] === typeof one || (name === 'days' && typeof value[name] === 'number'),
  );

/** As they were chosen last; who somebody becomes is never remembered. */
export const rememberedOptions = (): DeidentifyOptions => ({ ...strictest, ...recall(KEY, fits), patientId: '', patientName: '' });
export const rememberOptions = (options: DeidentifyOptions): void => remember(KEY, { ...options, patientId: '', patientName: '' });

interface CopyWish {
  readonly what: string;
  readonly verb: 'Anonymise' | 'Edit';
  /** Called with the copies when all are made; otherwise an undo is offered. */
  readonly then?: (made: readonly InboxTarget[]) => void;
  /** However it ended. */
  readonly ended?: () => void;
}

export function startDeidentify(gantry: Gantry, payload: StreamPayload<'copies.deidentify'>, wish: Omit<CopyWish, 'verb'>): void {
  start(gantry, { ...wish, verb: 'Anonymise' }, (listener) => gantry.api.listen('copies.deidentify', payload, listener));
}

export function startEdit(gantry: Gantry, payload: StreamPayload<'copies.edit'>, wish: Omit<CopyWish, 'verb'>): void {
  start(gantry, { ...wish, verb: 'Edit' }, (listener) => gantry.api.listen('copies.edit', payload, listener));
}

type Listen = (listener: Listener<CopyEvent>) => () => void;

function start(gantry: Gantry, wish: CopyWish, listen: Listen): void {
  const { verb, what, ended } = wish;
  runExport<CopyEvent>(gantry, listen, {
    verb,
    what,
    ended,
    event: (event, change) => {
      if (event.kind === 'done') sayDone(gantry, wish, event);
      else change(event);
    },
    cancelled: () => toast(gantry.feedback, 'Copying stopped', { tone: 'note', detail: 'What was copied until then is in the inbox.' }),
  });
}

type Done = Extract<CopyEvent, { kind: 'done' }>;

function sayDone(gantry: Gantry, { verb, then }: CopyWish, { objects, made, failed, reason, cautions, madeUtf8 }: Done): void {
  const word = verb === 'Anonymise' ? 'anonymised copies' : 'edited copies';
  const notes = [
    ...(failed > 0 ? [`${pluralText(failed, 'object has', 'objects have')} no copy: ${reason}`] : []),
    ...(madeUtf8 > 0 ? [`${pluralText(madeUtf8, 'copy is', 'copies are')} written in UTF-8.`] : []),
    ...cautions.map((caution) => cautionWords[caution]),
  ];
  if (objects === 0 || failed > 0 || notes.length > 0) {
    const text = objects === 0 ? 'No copy was made' : `${pluralText(objects, 'object', 'objects')} copied`;
    toast(gantry.feedback, text, { tone: failed > 0 ? 'problem' : 'note', detail: notes.join(' ') });
  }
  if (objects > 0 && made.length === 0) toast(gantry.feedback, 'The same copies are in the inbox already', { tone: 'note' });
  if (made.length === 0) return;
  if (then && failed === 0) return then(made);
  offerUndo(gantry.feedback, `${pluralText(objects, 'object is', 'objects are')} in the inbox as ${word}`, async () => {
    await gantry.api.call('inbox.remove', { targets: [...made] });
  });
}
