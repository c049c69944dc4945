/** The service class provider's front door: what a request is, whether it may be served, and which service serves it (PS3.7 §9.3, §10.3). */
import { ProtocolError } from '../errors.ts';
import { commandName, isKnownCommand, missingElements, Status } from '../dimse/index.ts';
import { CommandField } from '../dimse/types.ts';
import { responseTo, type Reply } from './answers.ts';
import { answerEcho } from './echo.ts';
import type { Performer, PeerRequest } from './peer-request.ts';
import { receiveFind } from './find-provider.ts';
import { receiveN } from './n-provider.ts';
import { swallow, type Receiver } from './receiver.ts';
import { receiveGet, receiveMove, type MovePorts } from './retrieve-provider.ts';
import { receiveStore } from './store-provider.ts';
import type { Handlers } from './types.ts';

/** PS3.7 §C.5.9. */
const DUPLICATE_INVOCATION = 0x0210;

export function createPerformer(handlers: Handlers, ports: MovePorts): Performer {
  return {
    perform(request) {
      const refusal = refusalOf(request);
      return refusal ? refuse(request, refusal) : serve(request, handlers, ports);
    },
  };
}

function refuse(request: PeerRequest, reply: Reply): Receiver {
  return swallow(() => {
    request.respond(responseTo(request.command, reply));
    request.done();
  });
}

/** A request without a message id cannot be answered at all. */
function refusalOf(request: PeerRequest): Reply | undefined {
  const { command } = request;
  if (command.messageId === undefined) {
    throw new ProtocolError('message-id-missing', `a ${commandName(command.commandField)} came without a message id`, {
      source: 2,
      reason: 6,
    });
  }
  if (!isKnownCommand(command.commandField)) return { status: Status.UnrecognisedOperation };
  const missing = missingElements(command);
  if (missing.length > 0) return { status: Status.MistypedArgument, offendingElements: missing };
  if (!request.exchange.isUnderWay(request)) return { status: DUPLICATE_INVOCATION };
  return undefined;
}

function serve(request: PeerRequest, handlers: Handlers, ports: MovePorts): Receiver {
  const { command } = request;
  const unrecognised = (): Receiver => refuse(request, { status: Status.UnrecognisedOperation });
  switch (command.commandField) {
    case CommandField.CEchoRq:
      return swallow(() => answerEcho(request, handlers.echo));
    case CommandField.CStoreRq:
      return receiveStore(request, handlers.store);
    case CommandField.CFindRq:
      return handlers.find ? receiveFind(request, handlers.find) : unrecognised();
    case CommandField.CGetRq:
      return handlers.get ? receiveGet(request, handlers.get) : unrecognised();
    case CommandField.CMoveRq:
      return handlers.move ? receiveMove(request, handlers.move, ports) : unrecognised();
    case CommandField.NEventReportRq:
    case CommandField.NGetRq:
    case CommandField.NSetRq:
    case CommandField.NActionRq:
    case CommandField.NCreateRq:
    case CommandField.NDeleteRq:
      return handlers.n ? receiveN(request, handlers.n) : unrecognised();
    default:
      return unrecognised();
  }
}
