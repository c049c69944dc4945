/** An established association with the verbs of every service (PS3.7 §7.2): a thin face over the exchange, so that each service stays in its own file. */
import type { EstablishedAssociation } from '../association/established.ts';
import type { AssociationEnd, AssociationFacts } from '../association/types.ts';
import { echo } from './echo.ts';
import { Exchange } from './exchange.ts';
import type { Performer } from './peer-request.ts';
import { find, worklist } from './find.ts';
import { nAction, nCreate, nDelete, nEventReport, nGet, nSet } from './n-services.ts';
import { get, move } from './retrieve.ts';
import { store, storeAll } from './store.ts';
import type { Association } from './types.ts';

/** How long a release waits for operations that were cancelled or are still answered. */
const RELEASE_GRACE = 5_000;

export function createAssociation(established: EstablishedAssociation, performer: Performer): Association {
  const exchange = new Exchange(established, performer);
  established.start(exchange);
  const facts: AssociationFacts = established.facts;
  const release = (): Promise<AssociationEnd> => releaseInOrder(exchange);
  // Written out: members added to what was spread make the object anew several times.
  const association: Association = {
    id: facts.id,
    role: facts.role,
    callingTitle: facts.callingTitle,
    calledTitle: facts.calledTitle,
    local: facts.local,
    remote: facts.remote,
    accepted: facts.accepted,
    rejected: facts.rejected,
    agreement: facts.agreement,
    peer: facts.peer,
    traffic: established.traffic,
    ended: established.whenEnded,
    echo: (options) => echo(exchange, options),
    find: (request) => find(exchange, request),
    get: (request) => get(exchange, request),
    move: (request) => move(exchange, request),
    store: (item) => store(exchange, item),
    storeAll: (items, options) => storeAll(exchange, items, options),
    worklist: (request) => worklist(exchange, request),
    nEventReport: (request) => nEventReport(exchange, request),
    nGet: (request) => nGet(exchange, request),
    nSet: (request) => nSet(exchange, request),
    nAction: (request) => nAction(exchange, request),
    nCreate: (request) => nCreate(exchange, request),
    nDelete: (request) => nDelete(exchange, request),
    release,
    abort: () => established.abort(),
    async [Symbol.asyncDispose]() {
      await release();
    },
  };
  return facts.tls ? { ...association, tls: facts.tls } : association;
}

/** Lets what is outstanding end first; what does not is aborted, because a release in the middle of it would be a lie. */
async function releaseInOrder(exchange: Exchange): Promise<AssociationEnd> {
  const { association } = exchange;
  const quiet = exchange.quiet();
  if (quiet && !(await within(exchange, quiet))) association.abort('operations were still outstanding');
  if (!association.end) association.release();
  return association.whenEnded;
}

function within(exchange: Exchange, settled: Promise<void>): Promise<boolean> {
  return new Promise((resolve) => {
    const cancel = exchange.association.clock.setTimer(RELEASE_GRACE, () => resolve(false));
    void settled.then(() => {
      cancel();
      resolve(true);
    });
  });
}
