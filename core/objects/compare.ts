/** Two objects side by side, element by element at any depth; large values are compared in pieces, giving way in between. */
import { setImmediate } from 'node:timers/promises';
import type { ComparedTag, TagComparison } from '../contract/tags.ts';
import { lookUp } from '../dicom/dictionary.ts';
import type { ItemPlace } from '../dicom/source-walk.ts';
import { equalBytes } from '../lib/bytes.ts';
import { elementsIn, itemLevel, itemsOf, levelsOf, littleEndianOf, type FoundElement, type Place } from './elements.ts';
import type { ObjectBytes } from './open-object.ts';
import { shown, tagText } from './tag-rows.ts';

const PIECE = 1024 * 1024;
const SHOWN = 256;
const MOST_ROWS = 20_000;

export interface CompareOptions {
  readonly onlyDifferences: boolean;
  readonly signal: AbortSignal;
}

export async function compareObjects(left: ObjectBytes, right: ObjectBytes, options: CompareOptions): Promise<TagComparison> {
  const comparing = new Comparing(options);
  // The meta group of both, then the data set of both; one of them may have no meta group.
  const [lefts, rights] = [levelsOf(left), levelsOf(right)];
  const meta = lefts.length > 1 && rights.length > 1;
  if (meta) await comparing.level(lefts[0], rights[0], { path: '', depth: 0 });
  await comparing.level(lefts.at(-1), rights.at(-1), { path: '', depth: 0 });
  const { rows, differences, cut } = comparing;
  return { rows, differences, cut };
}

interface At {
  readonly path: string;
  readonly depth: number;
}

class Comparing {
  readonly rows: ComparedTag[] = [];
  differences = 0;
  cut = false;
  #steps = 0;

  constructor(readonly options: CompareOptions) {}

  /** True when nothing in it differs. */
  async level(left: Place | undefined, right: Place | undefined, at: At): Promise<boolean> {
    const before = this.differences;
    for (const [a, b] of paired(elementsOf(left), elementsOf(right), (one) => one.tag)) {
      this.options.signal.throwIfAborted();
      if (this.#steps++ % 2_000 === 1_999) await setImmediate();
      await this.#pair(a, b, at);
    }
    return this.differences === before;
  }

  async #pair(a: FoundElement | undefined, b: FoundElement | undefined, at: At): Promise<void> {
    const one = a ?? b;
    if (!one) return;
    const tag = tagText(one.tag);
    const path = at.path + tag;
    const entry = lookUp(one.tag, one.creator);
    const row = {
      path,
      tag,
      name: entry?.name || (one.creator ?? ''),
      vr: one.vr,
      depth: at.depth,
      kind: one.vr === 'SQ' ? ('sequence' as const) : ('element' as const),
    };
    const values = { left: a ? shown(a, SHOWN).text : null, right: b ? shown(b, SHOWN).text : null };
    if (a && b && a.vr === 'SQ' && b.vr === 'SQ') {
      await this.#sequence(a, b, { ...row, ...values, same: true });
      return;
    }
    const same = a !== undefined && b !== undefined && a.vr === b.vr && (await sameValue(a, b));
    if (!same) this.differences += 1;
    this.#add({ ...row, ...values, same });
  }

  async #sequence(a: FoundElement, b: FoundElement, row: ComparedTag): Promise<void> {
    const place = this.rows.length;
    this.#add(row, true);
    let item = 0;
    for (const [one, other] of inStep<ItemPlace>(itemsOf(a), itemsOf(b))) {
      const path = `${row.path}[${item}]`;
      const head = this.rows.length;
      const here = { path, tag: '', name: `Item ${item + 1}`, vr: '', depth: row.depth + 1, kind: 'item' as const };
      this.#add({ ...here, left: one ? '' : null, right: other ? '' : null, same: true }, true);
      const same = await this.level(one && itemLevel(a, one), other && itemLevel(b, other), { path: `${path}.`, depth: row.depth + 2 });
      const both = one !== undefined && other !== undefined;
      if (!both && same) this.differences += 1;
      this.#settle(head, same && both);
      item += 1;
    }
    this.#settle(place, this.rows.slice(place + 1).every((inner) => inner.same) && a.vr === b.vr);
  }

  #add(row: ComparedTag, provisionally = false): void {
    if (this.options.onlyDifferences && row.same && !provisionally) return;
    if (this.rows.length >= MOST_ROWS) this.cut = true;
    else this.rows.push(row);
  }

  /** What is in it is known now: it differs, or it need not be listed. */
  #settle(place: number, same: boolean): void {
    const row = this.rows[place];
    if (!row) return;
    if (same && this.options.onlyDifferences) this.rows.length = place;
    else this.rows[place] = { ...row, same };
  }
}

function* elementsOf(level: Place | undefined): Generator<FoundElement, void, undefined> {
  if (!level) return;
  for (const found of elementsIn(level)) if (found.kind === 'element') yield found;
}

/** Both in ascending order of keys; what has the same key comes together. */
function* paired<T>(
  left: Iterator<T>,
  right: Iterator<T>,
  keyOf: (one: T) => number,
): Generator<readonly [T | undefined, T | undefined], void, undefined> {
  let a = left.next();
  let b = right.next();
  while (!a.done || !b.done) {
    const [keyA, keyB] = [a.done ? Infinity : keyOf(a.value), b.done ? Infinity : keyOf(b.value)];
    yield [!a.done && keyA <= keyB ? a.value : undefined, !b.done && keyB <= keyA ? b.value : undefined];
    if (keyA <= keyB) a = left.next();
    if (keyB <= keyA) b = right.next();
  }
}

function* inStep<T>(left: Iterator<T>, right: Iterator<T>): Generator<readonly [T | undefined, T | undefined], void, undefined> {
  for (let a = left.next(), b = right.next(); !a.done || !b.done; a = left.next(), b = right.next()) {
    yield [a.done ? undefined : a.value, b.done ? undefined : b.value];
  }
}

async function sameValue(a: FoundElement, b: FoundElement): Promise<boolean> {
  const length = a.header.end - a.header.start;
  if (littleEndianOf(a) !== littleEndianOf(b)) return shown(a, PIECE).text === shown(b, PIECE).text;
  if (length !== b.header.end - b.header.start) return false;
  for (let at = 0; at < length; at += PIECE) {
    const piece = ({ header, level }: FoundElement): Uint8Array =>
      level.walker.value({ start: header.start + at, end: Math.min(header.start + at + PIECE, header.end) });
    const [one, other] = [piece(a), piece(b)];
    if (length > PIECE ? Buffer.compare(one, other) !== 0 : !equalBytes(one, other)) return false;
    if (length > PIECE) await setImmediate();
  }
  return true;
}
