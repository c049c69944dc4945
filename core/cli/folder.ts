/** A folder of the command line as an inbox: each object that is stored or refused there is reported. */
import path from 'node:path';
import { instanceFile } from '../inbox/layout.ts';
import { openInboxFolder, type InboxFolder } from '../inbox/open-folder.ts';
import type { Report } from './report.ts';

export async function openFolder(folder: string, report: Report): Promise<InboxFolder> {
  const opened = await openInboxFolder(folder, ({ keptAs }) => {
    report.notice(`The index was damaged and is made anew; the old one is ${keptAs}.`);
  });
  const { inbox } = opened;
  inbox.arrived.listen((arrival) => {
    const { sopInstanceUid, sopClassUid, transferSyntaxUid, from, bytes } = arrival;
    const file = inbox.folder + path.sep + instanceFile(arrival, arrival.version);
    report.say(
      { kind: 'stored', sopInstanceUid, sopClassUid, transferSyntaxUid, callingTitle: from.title, path: file, bytes },
      `${file} (${bytes} bytes from ${from.title})`,
    );
  });
  inbox.refused.listen(({ status, comment, sopClassUid, sopInstanceUid, from }) => {
    report.say(
      { kind: 'refused', status, message: comment, sopInstanceUid, sopClassUid, callingTitle: from.title },
      `✕ ${sopInstanceUid} from ${from.title} refused: ${comment}`,
    );
  });
  return opened;
}
