/** F12 for sends and for several nodes: what a pattern of outcomes says that no single one does. */
import type { Failure } from '../association/types.ts';
import type { Explanation } from '../contract/failure.ts';
import { countOf, render } from './render.ts';
import type { About, Cause } from './types.ts';

/** What became of objects of one kind in a send. */
export interface SendOutcome {
  /** SOP class and transfer syntax for people: 'CT Image, JPEG 2000'. */
  readonly kind: string;
  readonly ok: boolean;
  readonly objects: number;
  /** Attempts on which each of them failed, at least. */
  readonly failures: number;
}

const KIND: Cause = {
  headline: '{count} of one kind stay here: {node} refused each.',
  why: 'Every {kind} failed and all other kinds passed: it is the kind of object, not the network.',
  confidence: 'certain',
  advice: 'Ask its administrator whether it takes this kind and encoding.',
  remedies: ['copy-request'],
  who: 'peer',
};

const OBJECT: Cause = {
  headline: '{node} refuses the same {count} every time.',
  why: 'They failed on each of {attempts} attempts while all others passed: it is these files.',
  confidence: 'certain',
  advice: 'Look at these objects.',
  remedies: [],
  who: 'you',
};

/** `undefined` when nothing failed, or no pattern shows. */
export function inferSend(outcomes: readonly SendOutcome[], about: About): Explanation | undefined {
  const failed = outcomes.filter(({ ok }) => !ok);
  const count = total(failed);
  const passed = total(outcomes) - count;
  if (count === 0 || passed === 0) return undefined;
  const [kind, ...others] = new Set(failed.map((outcome) => outcome.kind));
  if (kind !== undefined && others.length === 0 && count > 1 && !outcomes.some((outcome) => outcome.ok && outcome.kind === kind)) {
    return render(KIND, about, { code: `C-STORE ${passed} passed, ${count} failed`, facts: { kind, count: countOf(count) } });
  }
  const attempts = Math.min(...failed.map(({ failures }) => failures));
  return attempts < 2
    ? undefined
    : render(OBJECT, about, { code: `C-STORE failed ${attempts} times`, facts: { attempts, count: countOf(count) } });
}

const total = (outcomes: readonly SendOutcome[]): number => outcomes.reduce((sum, { objects }) => sum + objects, 0);

const LIMIT: Cause = {
  headline: '{node} drops each connection after a while.',
  why: 'It broke off after {objects} again and a new connection worked: a limit or idle clock there or in a firewall.',
  confidence: 'likely',
  advice: 'Gantry goes on with new connections; ask for the limit if it is slow.',
  remedies: ['retry'],
  who: 'network',
};

/** Objects that got through on each broken connection of one transfer: two or more that carried some point to a limit. */
export function inferDrops(objectsBeforeDrop: readonly number[], about: About): Explanation | undefined {
  if (objectsBeforeDrop.filter((count) => count > 0).length < 2) return undefined;
  return render(
    LIMIT,
    { ...about, objects: objectsBeforeDrop.at(-1) ?? 0 },
    { code: `broken after ${objectsBeforeDrop.join(', ')} objects` },
  );
}

const ONE_CONNECTION: Cause = {
  headline: '{node} seems to allow one connection at a time.',
  why: 'The first connection works, further ones are refused or not answered.',
  confidence: 'likely',
  advice: "Gantry goes on with one connection; set the node's connections at once to 1.",
  remedies: [],
  who: 'peer',
};

/** A further connection failed while another one to the same node works. */
export function inferOneConnection(failure: Failure, about: About): Explanation | undefined {
  const full = failure.kind === 'rejected' && failure.source === 3;
  const silent = failure.kind === 'failed' && failure.phase === 'timer';
  if (!full && !silent) return undefined;
  return render(ONE_CONNECTION, about, {
    code: failure.kind === 'rejected' ? `A-ASSOCIATE-RJ ${failure.result}/${failure.source}/${failure.reason}` : failure.code,
  });
}

const TOGETHER: Cause = {
  headline: 'None of {count} systems can be reached: look at your network.',
  why: 'They failed together; VPN, cable or wireless of this computer is the most likely cause.',
  confidence: 'likely',
  advice: 'Check the network of this computer, then try again.',
  remedies: ['retry'],
  who: 'network',
};

const UNREACHED = new Set(['ENOTFOUND', 'EAI_AGAIN', 'ETIMEDOUT', 'EHOSTUNREACH', 'ENETUNREACH', 'ENETDOWN', 'connect-timeout']);

/** All nodes failed before anybody answered: one cause, said once. Needs two nodes at least. */
export function inferTogether(failures: readonly (Failure | undefined)[], about: About): Explanation | undefined {
  if (failures.length < 2 || !failures.every((failure) => failure?.kind === 'failed' && UNREACHED.has(failure.code))) return undefined;
  const codes = [...new Set(failures.map((failure) => (failure?.kind === 'failed' ? failure.code : '')))];
  return render(TOGETHER, about, { code: codes.join(', '), facts: { count: failures.length } });
}

const OTHER_TITLE: Cause = {
  headline: '{node} answers as {title}, not as {them}.',
  why: 'The same port refused one title and accepted the other.',
  confidence: 'certain',
  advice: 'Use the title that was accepted.',
  remedies: ['try-titles', 'edit-title'],
  who: 'you',
  clause: 'PS3.8 9.3.4',
};

/** Refused 1/1/7 under the node's title, accepted under `title`. */
export function inferTitle(title: string, about: About): Explanation {
  return render(OTHER_TITLE, { ...about, neighbourTitles: [title] }, { code: 'A-ASSOCIATE-RJ 1/1/7', facts: { title } });
}
