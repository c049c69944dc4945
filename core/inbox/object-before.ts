/**
 * What an arriving object shares with the one before it, as objects of one sender and of one series nearly always do: its meta group but for
 * one UID, and what it tells of its study and series.
 */
import { fileMetaFor } from '../dicom/file-meta.ts';
import type { DataSet } from '../dicom/types.ts';
import { checkAeTitle } from '../lib/ae-title.ts';
import { isUidShaped } from '../lib/uid.ts';
import type { ComingObject, ReceivedObject } from './incoming-object.ts';
import { attributesOf, type IndexedAttributes, type SaidIdentity } from './index-entry.ts';

export class ObjectBefore {
  readonly #implementation: { readonly classUid: string; readonly versionName: string };
  #meta: { readonly shared: string; readonly make: (sopInstanceUid: string) => Uint8Array } | undefined;
  #last: ReceivedObject | undefined;

  constructor(implementation: { readonly classUid: string; readonly versionName: string }) {
    this.#implementation = implementation;
  }

  /** Preamble and meta group. A UID that it cannot carry is left out: such an object ends in quarantine. */
  fileMeta({ sopClassUid, sopInstanceUid, transferSyntaxUid, from }: ComingObject): Uint8Array {
    const { title, address } = from;
    const shared = [sopClassUid, transferSyntaxUid, title, address].join('\n');
    if (this.#meta?.shared !== shared) {
      const { classUid, versionName } = this.#implementation;
      const make = fileMetaFor({
        sopClassUid: isUidShaped(sopClassUid) ? sopClassUid : '',
        transferSyntaxUid,
        implementationClassUid: classUid,
        implementationVersionName: versionName,
        sourceTitle: checkAeTitle(title) === undefined ? title : '',
        sourceAddress: address,
      });
      this.#meta = { shared, make };
    }
    return this.#meta.make(isUidShaped(sopInstanceUid) ? sopInstanceUid : '');
  }

  /** What one association brings of one series agrees on the study and the series; of anything else each object is asked. */
  attributesOf({ associationId }: ComingObject, header: DataSet, { identity, sopClassUid }: SaidIdentity): IndexedAttributes {
    const last = this.#last;
    const sibling =
      associationId !== '' &&
      last?.request.associationId === associationId &&
      last.identity.studyUid === identity.studyUid &&
      last.identity.seriesUid === identity.seriesUid;
    return attributesOf(header, sopClassUid, sibling ? last.attributes : undefined);
  }

  /** Only an object that has its place speaks for those that follow. */
  placed(object: ReceivedObject): void {
    this.#last = object;
  }
}
