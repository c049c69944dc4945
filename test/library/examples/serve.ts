import { createApplicationEntity, offerOf, openInboxFolder, type Endpoint } from '../../../core/index.ts';

interface Serving {
  readonly destinations: ReadonlyMap<string, Endpoint>; // by title: where a C-MOVE may send
  readonly listening: (port: number) => void;
  readonly stop: AbortSignal;
}

/** An archive: keeps what is stored, answers echo, find, get and move, until it is told to stop. */
export async function serve(folder: string, { destinations, listening, stop }: Serving): Promise<void> {
  await using opened = await openInboxFolder(folder);
  const { inbox } = opened;
  const destination = (title: string) => {
    const found = destinations.get(title);
    return found && { host: found.address, port: found.port };
  };
  await using server = await createApplicationEntity({ title: 'PACS1' }).listen({
    host: '127.0.0.1', // '0.0.0.0' opens it to the network
    port: 0, // a free one
    ...offerOf({ store: inbox.store, ...inbox.provide({ title: () => 'PACS1', destination }) }),
    admit: ({ calledTitle }) => (calledTitle === 'PACS1' ? undefined : { result: 1, source: 1, reason: 7 }),
  });
  listening(server.port);
  await new Promise((resolve) => stop.addEventListener('abort', resolve, { once: true }));
}
