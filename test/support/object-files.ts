// Real objects for tests: the files that come with pydicom, as items to be sent, and a sink that keeps what arrives.
import { closeSync, openSync, readdirSync, readFileSync, readvSync, statSync } from 'node:fs';
import path from 'node:path';
import type { ByteSink, ByteSource } from '../../core/association/types.ts';
import { recogniseFile } from '../../core/dicom/object-file.ts';
import type { IncomingStore, StoreItem } from '../../core/services/types.ts';

const FOLDER = '/usr/lib/python3/dist-packages/pydicom/data/test_files';

export interface ObjectFileItem extends StoreItem {
  readonly path: string;
  /** The data set, without file meta information. */
  readonly bytes: () => Uint8Array;
}

export function sourceOf(file: string, offset: number): ByteSource {
  const descriptor = openSync(file, 'r');
  let position = offset;
  return {
    fill(views) {
      const read = readvSync(descriptor, views, position);
      position += read;
      return read;
    },
    close: () => {
      closeSync(descriptor);
    },
  };
}

export function objectFile(file: string): ObjectFileItem {
  const content = readFileSync(file);
  const recognised = recogniseFile(content);
  if (recognised.form === 'not-dicom' || !recognised.meta) throw new Error(`${file} is not a DICOM file`);
  const { dataSetOffset, meta, transferSyntaxUid } = recognised;
  return {
    path: file,
    sopClassUid: meta.sopClassUid,
    sopInstanceUid: meta.sopInstanceUid,
    transferSyntaxUid,
    open: () => sourceOf(file, dataSetOffset),
    bytes: () => content.subarray(dataSetOffset),
  };
}

/** A file of pydicom's by its name. */
export const pydicomFile = (name: string): ObjectFileItem => objectFile(path.join(FOLDER, name));

/** Those of pydicom's files that are objects of storage classes with UIDs of their own. */
export function pydicomFiles(): readonly ObjectFileItem[] {
  const seen = new Set<string>();
  return readdirSync(FOLDER)
    .filter((name) => name.endsWith('.dcm') && statSync(path.join(FOLDER, name)).size < 2_000_000)
    .flatMap((name) => {
      try {
        const item = pydicomFile(name);
        const usable =
          item.sopClassUid.startsWith('1.2.840.10008.5.1.4.1.1.') && item.sopInstanceUid !== '' && !seen.has(item.sopInstanceUid);
        seen.add(item.sopInstanceUid);
        return usable ? [item] : [];
      } catch {
        return [];
      }
    });
}

export interface Arrival {
  readonly request: IncomingStore;
  readonly bytes: Uint8Array;
}

/** A store handler that keeps everything in memory. */
export function keepArrivals(status = 0): { readonly arrivals: Arrival[]; readonly store: (request: IncomingStore) => ByteSink } {
  const arrivals: Arrival[] = [];
  return {
    arrivals,
    store(request) {
      const parts: Uint8Array[] = [];
      return {
        write: (bytes) => {
          parts.push(bytes.slice());
        },
        finish: () => {
          arrivals.push({ request, bytes: Buffer.concat(parts) });
          return status;
        },
        discard: () => {
          parts.length = 0;
        },
      };
    },
  };
}
