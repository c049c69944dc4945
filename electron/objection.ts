// What main refuses although it fits the contract: files that no person has given to the page.
import path from 'node:path';
import { calls, streams, type CallFailure } from '../core/contract.ts';
import type { GivenPaths } from './given-paths.ts';

const NOT_WHOLE: CallFailure = { code: 'path-not-absolute', message: 'A folder or file of the settings must be a whole path.' };

export function objectionTo(given: GivenPaths): (name: string, payload: unknown) => Promise<CallFailure | null> {
  const objectionToFolder = async (place: string): Promise<CallFailure | null> =>
    (await given.firstForeign([place])) === null
      ? null
      : { code: 'path-not-given', message: 'This folder was not chosen for an export: choose it again.' };
  return async (name, payload) => {
    if (name === 'transfers.send' || name === 'transfers.import' || name === 'preflight') {
      const { paths } = (name === 'preflight' ? streams.preflight : calls[name]).payload.parse(payload);
      const foreign = await given.firstForeign(paths ?? []);
      return foreign === null ? null : { code: 'path-not-given', message: `${foreign} was not dropped or chosen: drop it again.` };
    }
    if (name === 'search.identify') {
      const foreign = await given.firstForeign(streams['search.identify'].payload.parse(payload).paths);
      return foreign === null ? null : { code: 'path-not-given', message: `${foreign} was not dropped or chosen: drop it again.` };
    }
    if (name === 'inbox.export') return objectionToFolder(streams['inbox.export'].payload.parse(payload).folder);
    if (name === 'objects.save') return objectionToFolder(calls['objects.save'].payload.parse(payload).folder);
    if (name === 'desktop.startDrag') {
      const foreign = await given.firstForeign(calls['desktop.startDrag'].payload.parse(payload).files);
      return foreign === null ? null : { code: 'path-not-given', message: 'These files were not made for a drag: prepare them again.' };
    }
    if (name === 'desktop.revealPath') return objectionToFolder(calls['desktop.revealPath'].payload.parse(payload).path);
    if (name === 'nodes.readAuthority') {
      const foreign = await given.firstForeign([calls['nodes.readAuthority'].payload.parse(payload).path]);
      return foreign === null ? null : { code: 'path-not-given', message: `${foreign} was not chosen: choose it again.` };
    }
    if (name === 'inboxMove.start') {
      const { folder } = calls['inboxMove.start'].payload.parse(payload);
      return path.isAbsolute(folder) && !folder.includes('\0') ? null : NOT_WHOLE;
    }
    if (name === 'settings.update') {
      const { inbox, me } = calls['settings.update'].payload.parse(payload).patch;
      const named = [inbox?.folder, me?.tls?.certificateFile, me?.tls?.keyFile, me?.tls?.authorityFile];
      const fits = named.every((wanted) => wanted === undefined || wanted === null || (path.isAbsolute(wanted) && !wanted.includes('\0')));
      return fits ? null : NOT_WHOLE;
    }
    return null;
  };
}
