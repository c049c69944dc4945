// Main's own way to the engine: the same calls and streams as the page's, for what the desktop needs to know.
import type { CallName, CallPayload, CallResult, FromEngine, StreamEvent, StreamName, StreamPayload, ToEngine } from '../core/contract.ts';

type Answer = (message: FromEngine) => void;

export interface EngineClient {
  call<N extends CallName>(name: N, payload: CallPayload<N>): Promise<CallResult<N>>;
  /** Returns dispose. A lasting stream is asked for again after the engine was started anew. */
  listen<N extends StreamName>(name: N, payload: StreamPayload<N>, onEvent: (event: StreamEvent<N>) => void): () => void;
  fromEngine(message: FromEngine): void;
  engineRestarted(): void;
}

export function createEngineClient(post: (message: ToEngine) => void): EngineClient {
  const answers = new Map<number, Answer>();
  const streams = new Map<number, ToEngine>();
  let last = 0;
  return {
    call: (name, payload) =>
      new Promise((resolve, reject) => {
        const id = ++last;
        answers.set(id, (message) => {
          answers.delete(id);
          // The contract pairs the name with the type of what comes back; the wire cannot.
          if (message.verb === 'result') resolve(message.result as CallResult<typeof name>);
          else reject(new Error(message.verb === 'failure' ? message.failure.message : 'The engine ended the call without a result.'));
        });
        post({ verb: 'call', id, name, payload });
      }),
    listen(name, payload, onEvent) {
      const id = ++last;
      const opening: ToEngine = { verb: 'listen', id, name, payload };
      answers.set(id, (message) => {
        if (message.verb === 'event') onEvent(message.event as StreamEvent<typeof name>);
        else answers.delete(id);
      });
      streams.set(id, opening);
      post(opening);
      return () => {
        streams.delete(id);
        if (answers.delete(id)) post({ verb: 'dispose', id });
      };
    },
    fromEngine: (message) => answers.get(message.id)?.(message),
    engineRestarted() {
      const failure = { code: 'engine-restarted', message: 'The engine stopped and was started again.' };
      for (const [id, answer] of [...answers]) {
        const opening = streams.get(id);
        if (opening) post(opening);
        else answer({ verb: 'failure', id, failure });
      }
    },
  };
}
