/** What failed on this side: opening our port, files and folders, and who knocked at the inbox (FAILURES F1, F14). */
import type { Knock } from '../association/types.ts';
import type { Explanation } from '../contract/failure.ts';
import { render } from './render.ts';
import { identity, identityAliases } from './tables/identity.ts';
import { inboxAnswers, knocks } from './tables/knocks.ts';
import { files, listening } from './tables/transport.ts';
import type { About, Cause } from './types.ts';

export interface OwnPort {
  readonly title: string;
  readonly host: string;
  readonly port: number;
}

/** The inbox could not be opened: `code` is the system's (`EADDRINUSE`, `EACCES`, …). */
export function explainListen(code: string, { title, host, port }: OwnPort): Explanation {
  const row = listening[code === 'ENFILE' ? 'EMFILE' : code] ?? present(listening['unknown']);
  return render(row, { nodeName: 'This computer', host, port, calledTitle: title, callingTitle: title }, { code });
}

/** A file or folder of this computer; undefined when the code is not one of files. */
export function explainFile(code: string, about: About): Explanation | undefined {
  const row = files[code === 'EDQUOT' ? 'ENOSPC' : code === 'EPERM' ? 'EACCES' : code];
  return row && render(row, about, { code });
}

/** Somebody touched our port and no association came of it. */
export function explainKnock(knock: Knock, own: OwnPort): Explanation {
  const triple = knock.refusal && `${knock.refusal.result}/${knock.refusal.source}/${knock.refusal.reason}`;
  const row = (triple && knocks[triple]) || knocks[`${knock.outcome} ${knock.detail}`] || present(knocks[knock.outcome]);
  const about: About = {
    nodeName: knock.callingTitle ?? knock.remote.address,
    host: knock.remote.address,
    port: own.port,
    calledTitle: knock.calledTitle ?? own.title,
    callingTitle: knock.callingTitle ?? knock.remote.address,
  };
  return render(row, about, { code: triple ? `we answered A-ASSOCIATE-RJ ${triple}` : knock.outcome, facts: { detail: knock.detail } });
}

/** Our own certificate, key or CA file cannot be used: `code` is the system's, the TLS library's, or one of `engine/identity.ts`. */
export function explainIdentity(code: string, file: string): Explanation {
  const row = identity[identityAliases[code] ?? code] ?? present(identity['unknown']);
  const about = { nodeName: 'This computer', host: '', port: 0, calledTitle: '', callingTitle: '' };
  return render(row, about, { code, facts: { file } });
}

const UNSENDABLE: Cause = {
  headline: 'This cannot be asked of {node} as it is written.',
  why: '{detail}',
  confidence: 'certain',
  advice: 'Change what was typed and ask again; nothing was sent.',
  remedies: ['search-again'],
  who: 'you',
};

/** What a person typed cannot be written by the rules of the standard; nothing was sent. */
export function explainOwnRequest(detail: string, about: About): Explanation {
  return render(UNSENDABLE, about, { code: 'not sent · PS3.5 6.2', facts: { detail } });
}

export type InboxAnswer = 'disk-low' | 'unreadable' | 'mismatch' | 'other-version' | 'class-not-accepted' | 'syntax-not-accepted';

/** What the inbox answered to an object or a proposal. */
export function explainInboxAnswer(answer: InboxAnswer, about: About): Explanation {
  const { code, ...row } = inboxAnswers[answer];
  return render(row, about, { code });
}

function present(row: Cause | undefined): Cause {
  if (!row) throw new RangeError('the catalogue misses a row');
  return row;
}
