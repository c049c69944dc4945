/** An item of a pull as it comes back from the disk. */
import { z } from 'zod';
import type { PullItem } from '../contract/transfers.ts';

const schema = z.object({
  level: z.enum(['PATIENT', 'STUDY', 'SERIES', 'IMAGE']),
  patientId: z.string().optional(),
  studyUid: z.string().optional(),
  seriesUid: z.string().optional(),
  sopInstanceUid: z.string().optional(),
  expected: z.number().nullable(),
});

export function pullItem(value: unknown): PullItem | undefined {
  const result = schema.safeParse(value);
  return result.success ? result.data : undefined;
}
