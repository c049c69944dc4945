/** Structured reports and key object selections as a document (PS3.3 §C.17, §C.17.6): every value type, in the order of reading. */
import type { ObjectFact, ReportItem } from '../contract/objects.ts';
import { formatDate, formatDateTime, formatTime } from '../dicom/date-time.ts';
import type { DataSet } from '../dicom/types.ts';
import { referenceOf } from './references.ts';
import { codeOf, countWords, cut, factsOf, meaningOf, momentOf, numberText, personOf, termWords } from './words.ts';

const MOST_ITEMS = 20_000;
const DEEPEST = 64;
/** A text item is read whole up to here. */
const LONGEST_TEXT = 100_000;

export interface Report {
  readonly items: readonly ReportItem[];
  readonly leftOut: number;
}

export function reportOf(dataSet: DataSet): Report {
  const items: ReportItem[] = [];
  let leftOut = 0;
  const visit = (item: DataSet, depth: number): void => {
    if (items.length >= MOST_ITEMS || depth > DEEPEST) {
      leftOut++;
      return;
    }
    items.push(reportItem(item, depth));
    for (const child of item.items('ContentSequence')) visit(child, depth + 1);
  };
  visit(dataSet, 0);
  return { items, leftOut };
}

function reportItem(item: DataSet, depth: number): ReportItem {
  const valueType = item.text('ValueType') || (depth === 0 ? 'CONTAINER' : '');
  const { value, code = '' } = valueOf(item, valueType);
  return {
    depth,
    valueType,
    relationship: item.text('RelationshipType'),
    name: meaningOf(item, 'ConceptNameCodeSequence'),
    code: codeOf(item.items('ConceptNameCodeSequence')[0]),
    value: cut(value, LONGEST_TEXT),
    valueCode: code,
    references: item.items('ReferencedSOPSequence').flatMap(referenceOf),
  };
}

interface Value {
  readonly value: string;
  readonly code?: string;
}

function valueOf(item: DataSet, valueType: string): Value {
  const text = (value: string): Value => ({ value });
  switch (valueType) {
    case 'CONTAINER':
      return text('');
    case 'TEXT':
      return text(item.text('TextValue'));
    case 'CODE':
      return { value: meaningOf(item, 'ConceptCodeSequence'), code: codeOf(item.items('ConceptCodeSequence')[0]) };
    case 'NUM':
      return measured(item);
    case 'DATETIME':
      return text(formatDateTime(item.text('DateTime')));
    case 'DATE':
      return text(formatDate(item.text('Date')));
    case 'TIME':
      return text(formatTime(item.text('Time')));
    case 'UIDREF':
      return text(item.text('UID'));
    case 'PNAME':
      return text(personOf(item, 'PersonName'));
    case 'COMPOSITE':
    case 'IMAGE':
    case 'WAVEFORM':
      return text(pictured(item));
    case 'SCOORD':
      return text(coordinates(item, 2));
    case 'SCOORD3D':
      return text(coordinates(item, 3));
    case 'TCOORD':
      return text(temporal(item));
    case 'TABLE':
      return text(
        `${countWords(item.number('NumberOfTableRows') ?? 0, 'row', 'rows')} of ${countWords(item.number('NumberOfTableColumns') ?? 0, 'column', 'columns')}`,
      );
    default:
      return text(byReference(item) || item.text('TextValue'));
  }
}

/** A number without a value says why there is none (PS3.3 §C.18.1). */
function measured(item: DataSet): Value {
  const [value] = item.items('MeasuredValueSequence');
  const qualifier = meaningOf(item, 'NumericValueQualifierCodeSequence');
  if (!value) return { value: qualifier || 'no value' };
  const unit = value.items('MeasurementUnitsCodeSequence')[0];
  const written = value.texts('NumericValue').join(', ') || numberText(value.number('FloatingPointValue'));
  const symbol = unit ? unitWords(unit) : '';
  return {
    value: [written, symbol].filter((part) => part !== '').join(' ') + (qualifier === '' ? '' : ` (${qualifier})`),
    code: codeOf(unit),
  };
}

/** UCUM's symbol is what people write; '1', 'no units' is not said. */
function unitWords(unit: DataSet): string {
  const symbol = unit.text('CodeValue');
  if (unit.text('CodingSchemeDesignator') !== 'UCUM') return unit.text('CodeMeaning') || symbol;
  return symbol === '1' ? '' : /^\{.*\}$/.test(symbol) ? symbol.slice(1, -1) : symbol;
}

function pictured(item: DataSet): string {
  const [reference] = item.items('ReferencedSOPSequence');
  const purpose = reference ? meaningOf(reference, 'PurposeOfReferenceCodeSequence') : '';
  const presented = reference && reference.items('ReferencedSOPSequence').length > 0 ? 'with a presentation state' : '';
  return [purpose, presented].filter((part) => part !== '').join(', ');
}

function coordinates(item: DataSet, dimensions: 2 | 3): string {
  const points = item.numbers('GraphicData');
  const shape = termWords(item.text('GraphicType')) || 'Shape';
  const count = Math.floor(points.length / dimensions);
  const first = points
    .slice(0, dimensions)
    .map((value) => numberText(Math.round(value * 100) / 100))
    .join(', ');
  const unit = dimensions === 3 ? ' mm' : '';
  return count <= 1 ? `${shape} at ${first}${unit}` : `${shape} of ${count} points from ${first}${unit}`;
}

function temporal(item: DataSet): string {
  const samples = item.numbers('ReferencedSamplePositions');
  const offsets = item.numbers('ReferencedTimeOffsets');
  const moments = item.texts('ReferencedDateTime').map(formatDateTime);
  const where = samples.length > 0 ? `samples ${samples.join(', ')}` : offsets.length > 0 ? `${offsets.join(', ')} s` : moments.join(', ');
  return [termWords(item.text('TemporalRangeType')), where].filter((part) => part !== '').join(': ');
}

/** Another item of the tree: '1.2.1' counts children from 1, the document first. */
function byReference(item: DataSet): string {
  const place = item.numbers('ReferencedContentItemIdentifier');
  return place.length === 0 ? '' : `see item ${place.join('.')}`;
}

/** Who stands for it and how far it has come. */
export function reportFacts(dataSet: DataSet): readonly ObjectFact[] {
  const verified = dataSet
    .items('VerifyingObserverSequence')
    .map((observer) =>
      [personOf(observer, 'VerifyingObserverName'), observer.text('VerifyingOrganization'), momentOf(observer, 'VerificationDateTime')]
        .filter((part) => part !== '')
        .join(', '),
    );
  const authors = dataSet
    .items('AuthorObserverSequence')
    .map((author) => personOf(author, 'PersonName'))
    .filter((name) => name !== '');
  return factsOf(
    ['Completion', termWords(dataSet.text('CompletionFlag'))],
    ['Completion description', dataSet.text('CompletionFlagDescription')],
    ['Verification', termWords(dataSet.text('VerificationFlag'))],
    ['Verified by', verified.join('; ')],
    ['Author', authors.join('; ')],
    ['Preliminary', termWords(dataSet.text('PreliminaryFlag'))],
    ['Replaces', countOf(dataSet, 'PredecessorDocumentsSequence')],
  );
}

const countOf = (dataSet: DataSet, sequence: string): string => {
  const count = dataSet.items(sequence).length;
  return count === 0 ? '' : countWords(count, 'earlier document', 'earlier documents');
};
