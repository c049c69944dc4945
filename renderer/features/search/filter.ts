/** Narrowing what is already here while a person types: nothing is sent. The same line, read the same way, looked for in the rows. */
import { fold, matchesFolded } from '../../format/fold.ts';
import type { Chip } from './chip.ts';
import { resolveDateRange } from '../../format/date-range.ts';
import { onceEach } from '../../lib/once-each.ts';
import type { Match } from './results.ts';
import { parseSearchLine, type LineContext } from './search-line.ts';

const textOf = onceEach(({ row }: Match): string => {
  const names = [row.patientName, row.referring].flatMap(({ alphabetic, ideographic, phonetic }) => [alphabetic, ideographic, phonetic]);
  const words = [
    row.patientId,
    row.accession,
    row.description,
    row.studyId,
    row.institution,
    row.bodyPart,
    row.studyUid,
    ...row.modalities,
  ];
  return fold([...names, ...words].join(' '));
});

const meets = (match: Match, chip: Chip, today: Date): boolean => {
  const { row } = match;
  switch (chip.kind) {
    case 'name':
      return matchesFolded(textOf(match), chip.value.replace(/["*?,]/gu, ' '));
    case 'patientId':
      return fold(row.patientId).includes(fold(chip.value));
    case 'accession':
      return fold(row.accession).includes(fold(chip.value));
    case 'date': {
      const { dateFrom = '', dateTo = '99999999' } = resolveDateRange(chip.range, today);
      const date = row.studyDate.replace(/\D/gu, '');
      return date >= dateFrom && date <= dateTo;
    }
    case 'modalities':
      return chip.values.some((modality) => row.modalities.includes(modality));
    case 'nodes':
      return chip.ids.some((id) => match.answers.has(id));
    case 'studyUid':
      return row.studyUid === chip.value;
    case 'studyUids':
      return chip.values.includes(row.studyUid);
    case 'key':
      return matchesFolded(textOf(match), chip.value);
  }
};

/** The rows that meet what has been typed since they were asked for; all of them while that is nothing. */
export const filterMatches = (
  matches: readonly Match[],
  typed: { readonly text: string; readonly asked: string },
  context: LineContext,
): readonly Match[] => {
  const { text, asked } = typed;
  if (text.trim() === '' || text.trim() === asked.trim()) return matches;
  const { chips } = parseSearchLine(text, context);
  return chips.length === 0 ? matches : matches.filter((match) => chips.every((chip) => meets(match, chip, context.today)));
};
