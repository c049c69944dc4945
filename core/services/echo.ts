/** Verification (PS3.4 Annex A, PS3.7 §9.1.5): C-ECHO asked and answered. */
import { CommandField } from '../dimse/types.ts';
import { Status } from '../dimse/index.ts';
import { replyOf, responseTo } from './answers.ts';
import type { Exchange } from './exchange.ts';
import type { PeerRequest } from './peer-request.ts';
import { requestContext } from './request-context.ts';
import { requestOnce } from './request.ts';
import type { FinalStatus, Handlers } from './types.ts';

export const VERIFICATION = '1.2.840.10008.1.1';

export async function echo(exchange: Exchange, options: { readonly signal?: AbortSignal } = {}): Promise<FinalStatus> {
  const context = exchange.contextFor(VERIFICATION, 'scu');
  const command = { commandField: CommandField.CEchoRq, hasDataSet: false, affectedSopClassUid: VERIFICATION };
  const answer = await requestOnce(exchange, { context, command }, options.signal);
  return answer.kind === 'ended' ? answer : { kind: 'status', status: answer.status };
}

/** Answers Success where there is no handler. */
export function answerEcho(request: PeerRequest, handler: Handlers['echo']): void {
  const finish = (answer: unknown): void => {
    request.respond(responseTo(request.command, replyOf(answer, Status.ProcessingFailure)));
    request.done();
  };
  if (request.context.abstractSyntax !== VERIFICATION || request.command.affectedSopClassUid !== VERIFICATION) {
    finish(Status.SopClassNotSupported);
    return;
  }
  try {
    const answer = handler ? handler(requestContext(request, {})) : Status.Success;
    if (answer instanceof Promise) answer.then(finish, () => finish(Status.ProcessingFailure));
    else finish(answer);
  } catch {
    finish(Status.ProcessingFailure);
  }
}
