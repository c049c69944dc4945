/** Asking nodes: one query, many nodes, rows as they come. Disposing the stream is C-CANCEL. */
import { z } from 'zod';
import type { Explanation } from './failure.ts';
import { id, stream, uid } from './spec.ts';

/** DICOM date, YYYYMMDD. */
const date = z.string().regex(/^\d{8}$/);
const text = z.string().max(256);

export const queryLevel = z.enum(['PATIENT', 'STUDY', 'SERIES', 'IMAGE']);
export type QueryLevel = z.infer<typeof queryLevel>;

export const searchQuery = z
  .object({
    nodes: z.array(id).min(1).max(64),
    level: queryLevel,
    model: z.enum(['study', 'patient']),
    /** What a person asks for; wild cards as typed, `*` is appended to the name's last word by the engine when none is there. */
    name: text.optional(),
    patientId: text.optional(),
    accession: text.optional(),
    dateFrom: date.optional(),
    dateTo: date.optional(),
    modalities: z.array(z.string().max(16)).max(32).optional(),
    /** Any other key under its keyword or gggg,eeee. */
    keys: z
      .array(z.object({ key: z.string().max(64), value: text }).strict())
      .max(32)
      .optional(),
    /** Where an expansion stands. */
    studyUid: uid.optional(),
    seriesUid: uid.optional(),
    /** Any of these studies (list of UID matching, PS3.4 §C.2.2.2.2). */
    studyUids: z.array(uid).min(1).max(200).optional(),
    /** Rows per node after which Gantry stops asking (C-CANCEL). */
    limit: z.number().int().min(1).max(100_000),
    /** Where a node stops by itself, it is asked on by study dates. */
    beyond: z.boolean().optional(),
  })
  .strict();
export type SearchQuery = z.infer<typeof searchQuery>;

/** Component groups as sent, 'family^given^…'; formatting is the window's. */
export interface PersonNameView {
  readonly alphabetic: string;
  readonly ideographic: string;
  readonly phonetic: string;
}

export interface MatchRow {
  readonly nodeId: string;
  readonly level: QueryLevel;
  readonly patientName: PersonNameView;
  readonly patientId: string;
  readonly issuer: string;
  readonly birthDate: string;
  readonly sex: string;
  readonly studyUid: string;
  readonly studyDate: string;
  readonly studyTime: string;
  readonly studyId: string;
  readonly accession: string;
  /** Of the study or the series, by level. */
  readonly description: string;
  /** ModalitiesInStudy, or the series' one. */
  readonly modalities: readonly string[];
  /** null where the node does not say. */
  readonly seriesCount: number | null;
  readonly instanceCount: number | null;
  readonly referring: PersonNameView;
  readonly institution: string;
  readonly bodyPart: string;
  readonly seriesUid: string;
  readonly seriesNumber: string;
  readonly sopInstanceUid: string;
  readonly sopClassUid: string;
  readonly instanceNumber: string;
  /** Text that could not be decoded by the declared character set and was guessed. */
  readonly guessed: boolean;
}

export interface NodeProgress {
  readonly nodeId: string;
  /** `limit`: Gantry stopped asking; `truncated`: the node stopped (B001). */
  readonly state: 'connecting' | 'asking' | 'done' | 'limit' | 'truncated' | 'cancelled' | 'failed';
  readonly matches: number;
  readonly ms: number;
  /** 'searched ID instead', 'not filtered by Description there', 'Patient Root'. */
  readonly note: string;
  readonly failure: Explanation | null;
}

export type SearchEvent =
  { readonly kind: 'node'; readonly progress: NodeProgress } | { readonly kind: 'rows'; readonly rows: readonly MatchRow[] };

/** Which studies files belong to. */
export interface IdentifiedFiles {
  /** Looked at so far. */
  readonly files: number;
  readonly studyUids: readonly string[];
  /** There are further studies. */
  readonly cut: boolean;
  readonly ended: boolean;
}

export const searchStreams = {
  /** Reads the headers of files and of all below folders, until everything is read or 200 studies are found. */
  'search.identify': stream(
    z.object({ paths: z.array(z.string().min(1).max(4_096)).min(1).max(100_000) }).strict(),
  ).emits<IdentifiedFiles>(),
  /** Ends when every node has answered, failed or been cancelled. */
  search: stream(searchQuery).emits<SearchEvent>(),
};
