/** What find, get and move understand besides the network's options; the first of each list holds when nothing is said. */
export const LEVELS = ['STUDY', 'PATIENT', 'SERIES', 'IMAGE'] as const;
export const MODELS = ['study', 'patient'] as const;

export const queryOptions = {
  level: { type: 'string' },
  model: { type: 'string' },
  'query-key': { type: 'string', short: 'k', multiple: true, default: [] as string[] },
} as const;
