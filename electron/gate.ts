// The gate between the page and everything behind it. Each message of the page is checked against the contract: its verb, its name, its
// payload. Names that begin with `desktop.` are answered here in main, the others go to the engine's thread. What does not fit is refused by name.
import { z } from 'zod';
import { calls, streams, type CallFailure, type FromEngine, type ToEngine } from '../core/contract.ts';

/** Calls and streams that one page may have open at once. */
const OPEN_AT_ONCE = 4_096;

/** Streams that only ever mirror a state: after the engine was started again they are asked for again by themselves. */
const LASTING: ReadonlySet<string> = new Set(['nodes', 'inbox.studies', 'transfers', 'log', 'status', 'settings']);

const id = z.number().int().min(0).max(Number.MAX_SAFE_INTEGER);
const name = z.string().max(64);
const envelope = z.discriminatedUnion('verb', [
  z.object({ verb: z.literal('call'), id, name, payload: z.unknown() }).strict(),
  z.object({ verb: z.literal('cancel'), id }).strict(),
  z.object({ verb: z.literal('listen'), id, name, payload: z.unknown() }).strict(),
  z.object({ verb: z.literal('dispose'), id }).strict(),
]);

type Opening = Extract<ToEngine, { readonly verb: 'call' | 'listen' }>;

/** One of the two sides that answer. */
export interface Answerer {
  receive(message: ToEngine): void;
}

export interface GateOptions {
  readonly toPage: (message: FromEngine) => void;
  readonly desktop: Answerer;
  readonly engine: Answerer;
  /** A reason to refuse a payload that fits the schema, or null. */
  readonly objection: (name: string, payload: unknown) => Promise<CallFailure | null>;
}

export class Gate {
  readonly #options: GateOptions;
  readonly #open = new Map<number, Opening>();

  constructor(options: GateOptions) {
    this.#options = options;
  }

  /** A message of the page: anything at all. */
  async fromPage(message: unknown): Promise<void> {
    const read = envelope.safeParse(message);
    if (!read.success) {
      this.#refuseUnreadable(message);
      return;
    }
    const { data } = read;
    if (data.verb === 'cancel' || data.verb === 'dispose') {
      this.#stop(data);
      return;
    }
    const opening = { ...data, payload: data.payload };
    const failure = this.#misfit(opening) ?? (await this.#admit(opening));
    if (failure) this.#options.toPage({ verb: 'failure', id: data.id, failure });
  }

  /** A message of the engine or of the desktop. */
  fromBehind(message: FromEngine): void {
    if (!this.#open.has(message.id)) return;
    if (message.verb !== 'event') this.#open.delete(message.id);
    this.#options.toPage(message);
  }

  /** The engine was started anew: what it was doing for this page is gone, what it was showing is shown again. */
  engineRestarted(): void {
    for (const [open, opening] of this.#open) {
      if (isDesktops(opening.name)) continue;
      if (opening.verb === 'listen' && LASTING.has(opening.name)) {
        this.#options.engine.receive(opening);
        continue;
      }
      this.#open.delete(open);
      const failure = { code: 'engine-restarted', message: 'The engine stopped and was started again. Try once more.' };
      this.#options.toPage({ verb: 'failure', id: open, failure });
    }
  }

  #stop(message: Extract<ToEngine, { readonly verb: 'cancel' | 'dispose' }>): void {
    const opening = this.#open.get(message.id);
    if (!opening) return;
    this.#open.delete(message.id);
    this.#behind(opening.name).receive(message);
  }

  #misfit({ verb, id: wanted, name: asked, payload }: Opening): CallFailure | null {
    const schema = schemaOf(verb, asked);
    if (!schema) return { code: 'unknown-name', message: `Gantry does not know the ${verb === 'call' ? 'call' : 'stream'} "${asked}".` };
    if (this.#open.has(wanted)) return { code: 'id-in-use', message: `Number ${wanted} is still in use.` };
    if (this.#open.size >= OPEN_AT_ONCE) return { code: 'too-many', message: 'Too many things are asked for at once.' };
    const read = schema.safeParse(payload);
    return read.success ? null : { code: 'invalid-payload', message: `${asked}: ${wordsOf(read.error)}` };
  }

  async #admit(opening: Opening): Promise<CallFailure | null> {
    this.#open.set(opening.id, opening);
    const objection = await this.#options.objection(opening.name, opening.payload);
    if (objection) {
      this.#open.delete(opening.id);
      return objection;
    }
    // Cancelled by the page while it was being looked at: nobody waits any more.
    if (this.#open.get(opening.id) === opening) this.#behind(opening.name).receive(opening);
    return null;
  }

  #refuseUnreadable(message: unknown): void {
    const numbered = z.object({ id }).safeParse(message);
    if (!numbered.success || this.#open.has(numbered.data.id)) return;
    const failure = { code: 'invalid-message', message: 'This message is none of the four that Gantry knows.' };
    this.#options.toPage({ verb: 'failure', id: numbered.data.id, failure });
  }

  #behind(asked: string): Answerer {
    return isDesktops(asked) ? this.#options.desktop : this.#options.engine;
  }
}

function schemaOf(verb: Opening['verb'], asked: string): z.ZodType | null {
  const table: Readonly<Record<string, { readonly payload: z.ZodType }>> = verb === 'call' ? calls : streams;
  return Object.hasOwn(table, asked) ? (table[asked]?.payload ?? null) : null;
}

const isDesktops = (asked: string): boolean => asked.startsWith('desktop.');

/** Where a payload does not fit, without the value: it may name a patient. */
function wordsOf(error: z.ZodError): string {
  const places = error.issues.slice(0, 3).map((issue) => `${issue.path.join('.') || 'payload'} does not fit (${issue.code})`);
  return places.join(', ');
}
