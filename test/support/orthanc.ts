// Orthanc as Debian ships it, with a folder of its own, no plugins and the given modalities.
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { freePort, startPeer, type PeerProcess } from './peer-process.ts';
import { until } from './until.ts';

export interface OrthancOptions {
  readonly folder: string;
  /** Who may query, and where moves go: title to port on 127.0.0.1. */
  readonly modalities?: Readonly<Record<string, number>>;
  /** Further lines of its configuration. */
  readonly settings?: Readonly<Record<string, unknown>>;
}

export interface Orthanc extends PeerProcess {
  readonly httpPort: number;
}

export async function startOrthanc({ folder, modalities = {}, settings = {} }: OrthancOptions): Promise<Orthanc> {
  const port = await freePort();
  const httpPort = await freePort();
  const config = path.join(folder, 'orthanc.json');
  await writeFile(
    config,
    JSON.stringify({
      Name: 'test',
      StorageDirectory: path.join(folder, 'storage'),
      IndexDirectory: path.join(folder, 'index'),
      Plugins: [],
      HttpPort: httpPort,
      DicomPort: port,
      DicomAet: 'ORTHANC',
      RemoteAccessAllowed: false,
      AuthenticationEnabled: false,
      SaveJobs: false,
      StorageCompression: false,
      SyncStorageArea: false,
      DicomModalities: Object.fromEntries(Object.entries(modalities).map(([title, at]) => [title.toLowerCase(), [title, '127.0.0.1', at]])),
      ...settings,
    }),
  );
  const peer = await startPeer({ command: 'Orthanc', port, args: [config] });
  // It opens the port for DICOM first.
  const answers = () =>
    fetch(`http://127.0.0.1:${httpPort}/system`).then(
      ({ ok }) => ok,
      () => false,
    );
  await until(answers, { what: 'Orthanc on its port for HTTP' });
  return { ...peer, httpPort };
}
