/** What an export takes and what it tells. */
import type { Readable } from 'node:stream';
import type { DataSet } from '../dicom/types.ts';

/** png: frames as they are displayed; png16: grey values in 16 bits. */
export type ExportKind = 'folder' | 'zip' | 'disc' | 'png' | 'png16';

/** A frame to be written, or why there is none. */
export type Picture =
  | {
      readonly kind: 'picture';
      readonly width: number;
      readonly height: number;
      /** Of the object. */
      readonly frames: number;
      /** Height of a pixel divided by its width. */
      readonly aspect: number;
      readonly pixels:
        | { readonly form: 'grey' | 'rgba'; readonly data: Uint8Array }
        | { readonly form: 'values'; readonly data: Int16Array | Uint16Array };
    }
  | { readonly kind: 'none'; readonly words: string };

/** @param frame from 0. */
export type ReadPicture = (path: string, frame: number, signal: AbortSignal) => Promise<Picture>;

export interface ExportOptionsOfContainer {
  readonly pictures: ReadPicture;
  readonly signal: AbortSignal;
  /** Takes bytes that are done. */
  readonly counted: (bytes: number) => void;
}

/** An object that lies in a Part 10 file; objects of the inbox have this shape. */
export interface ExportObject {
  readonly path: string;
  readonly sopClassUid: string;
  readonly sopInstanceUid: string;
  readonly transferSyntaxUid: string;
  /** About; what is written is the file as it lies. */
  readonly bytes: number;
}

/** One that is open and whose header was read. */
export interface OpenObject extends ExportObject {
  /** Everything before the pixel data. */
  readonly header: DataSet;
  /** Length of the file. */
  readonly size: number;
  /** The file's bytes from its start; counted for the progress, and ended by the export's signal. */
  readonly stream: () => Readable;
}

export interface ExportProgress {
  readonly objects: number;
  readonly totalObjects: number;
  readonly bytes: number;
  readonly totalBytes: number;
}

export interface ExportResult {
  /** Absolute path of the folder or ZIP file that was made. */
  readonly place: string;
  readonly objects: number;
  readonly bytes: number;
  /** Objects that are not in it, with the reason for people. */
  readonly leftOut: readonly string[];
}

/** What is being filled: a folder, a ZIP file or a disc. */
export interface Container {
  /** Writes one object. Returns why it does not belong, or null when it is in. */
  add(object: OpenObject): Promise<string | null>;
  /** Writes what comes last. */
  finish(): Promise<void>;
  /** Lets go of everything that is open; what was written is thrown away by the caller. */
  abandon(): Promise<void>;
}
