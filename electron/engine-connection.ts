// Main's own client of the engine, tied to a channel of its own.
import { createEngineClient, type EngineClient } from './engine-client.ts';
import type { EngineHost } from './engine-host.ts';

export function connectEngine(host: EngineHost): EngineClient {
  const client: EngineClient = createEngineClient((message) => channel.receive(message));
  const channel = host.open(client.fromEngine, client.engineRestarted);
  return client;
}
