/** What find, get and move understand besides the network's options. */
import type { QueryKeys, QueryLevel, QueryModel } from '../services/types.ts';
import { oneOf } from './arguments.ts';
import { keysFrom } from './keys.ts';

/** The first of each holds when nothing is said. */
const LEVELS = ['STUDY', 'PATIENT', 'SERIES', 'IMAGE'] as const;
const MODELS = ['study', 'patient', 'patient-study'] as const;

export const keyOption = { 'query-key': { type: 'string', short: 'k', multiple: true, default: [] as string[] } } as const;

export const queryOptions = { level: { type: 'string' }, model: { type: 'string' }, ...keyOption } as const;

interface Query {
  readonly level: QueryLevel;
  readonly model: QueryModel;
  readonly keys: QueryKeys;
}

export function queryFrom(values: {
  readonly level?: string | undefined;
  readonly model?: string | undefined;
  readonly 'query-key': readonly string[];
}): Query {
  return {
    level: oneOf('level', values.level, LEVELS),
    model: oneOf('model', values.model, MODELS),
    keys: keysFrom(values['query-key']),
  };
}
