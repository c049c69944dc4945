/** Waveforms (PS3.3 §C.10.9): multiplex groups, their channels by name, and traces that a window can draw. */
import type { WaveformChannel, WaveformGroup } from '../contract/objects.ts';
import type { DataSet, Element } from '../dicom/types.ts';
import { meaningOf, numberText } from './words.ts';

const MOST_GROUPS = 16;
const MOST_CHANNELS = 64;
/** Points of a trace; more samples than this become pairs of lowest and highest. */
const MOST_POINTS = 4_000;

export const waveformGroups = (dataSet: DataSet): readonly WaveformGroup[] =>
  dataSet.items('WaveformSequence').slice(0, MOST_GROUPS).map(groupOf);

function groupOf(group: DataSet): WaveformGroup {
  const frequency = group.number('SamplingFrequency') ?? 0;
  const count = Math.max(0, group.number('NumberOfWaveformSamples') ?? 0);
  const definitions = group.items('ChannelDefinitionSequence');
  const channels = group.number('NumberOfWaveformChannels') ?? definitions.length;
  const label = group.text('MultiplexGroupLabel') || group.text('WaveformOriginality');
  const data = group.element('WaveformData');
  const read = data && readerOf(data, group.number('WaveformBitsAllocated') ?? 16, group.text('WaveformSampleInterpretation'));
  const common = {
    label,
    frequency,
    seconds: frequency > 0 ? count / frequency : 0,
    channelsLeftOut: Math.max(0, definitions.length - MOST_CHANNELS),
  };
  if (!read) {
    const described = definitions
      .slice(0, MOST_CHANNELS)
      .map((definition) => ({ ...named(definition), samples: new Float32Array(0), paired: false }));
    return {
      ...common,
      channels: described,
      trouble: data
        ? `Samples in ${group.text('WaveformSampleInterpretation') || 'an unknown form'} cannot be drawn.`
        : 'The group has no samples.',
    };
  }
  const padding = paddingOf(group);
  const traced = definitions.slice(0, MOST_CHANNELS).map((definition, index): WaveformChannel => {
    const scale = scaleOf(definition);
    const available = Math.min(count, Math.floor(read.samples / Math.max(1, channels)));
    return {
      ...named(definition),
      ...trace(available, (at) => {
        const stored = read.at(at * channels + index);
        return padding !== undefined && stored === padding ? NaN : stored * scale.factor + scale.baseline;
      }),
    };
  });
  return { ...common, channels: traced, trouble: read.samples < count * channels ? 'The samples end early.' : '' };
}

function named(definition: DataSet): Pick<WaveformChannel, 'name' | 'unit' | 'filter'> {
  const [low, high] = [definition.number('FilterLowFrequency'), definition.number('FilterHighFrequency')];
  const filter = low === undefined && high === undefined ? '' : `filter ${numberText(low) || '0'} to ${numberText(high) || '∞'} Hz`;
  const [unit] = definition.items('ChannelSensitivityUnitsSequence');
  return {
    name:
      definition.text('ChannelLabel') ||
      meaningOf(definition, 'ChannelSourceSequence') ||
      `Channel ${definition.text('WaveformChannelNumber')}`.trim(),
    unit: unit ? unit.text('CodeValue') || unit.text('CodeMeaning') : '',
    filter,
  };
}

/** Stored value to units: sensitivity and its correction, then the baseline (PS3.3 §C.10.9.1.4.2, §C.10.9.1.4.5). */
function scaleOf(definition: DataSet): { readonly factor: number; readonly baseline: number } {
  const factor = (definition.number('ChannelSensitivity') ?? 1) * (definition.number('ChannelSensitivityCorrectionFactor') ?? 1);
  return { factor, baseline: definition.number('ChannelBaseline') ?? 0 };
}

function paddingOf(group: DataSet): number | undefined {
  const padding = group.element('WaveformPaddingValue');
  const read = padding && readerOf(padding, group.number('WaveformBitsAllocated') ?? 16, group.text('WaveformSampleInterpretation'));
  return read && read.samples > 0 ? read.at(0) : undefined;
}

interface Samples {
  readonly samples: number;
  readonly at: (index: number) => number;
}

/** SB, UB, SS, US, SL, UL, and the companded MB and AB (ITU-T G.711). */
function readerOf({ bytes, littleEndian }: Element, bits: number, interpretation: string): Samples | undefined {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const form = `${interpretation} ${bits}`;
  const of = (size: number, read: (at: number) => number): Samples => ({
    samples: Math.floor(bytes.length / size),
    at: (index) => read(index * size),
  });
  switch (form) {
    case 'SB 8':
      return of(1, (at) => view.getInt8(at));
    case 'UB 8':
      return of(1, (at) => view.getUint8(at));
    case 'MB 8':
      return of(1, (at) => muLaw(view.getUint8(at)));
    case 'AB 8':
      return of(1, (at) => aLaw(view.getUint8(at)));
    case 'SS 16':
      return of(2, (at) => view.getInt16(at, littleEndian));
    case 'US 16':
      return of(2, (at) => view.getUint16(at, littleEndian));
    case 'SL 32':
      return of(4, (at) => view.getInt32(at, littleEndian));
    case 'UL 32':
      return of(4, (at) => view.getUint32(at, littleEndian));
    default:
      return undefined;
  }
}

function muLaw(byte: number): number {
  const inverted = ~byte & 0xff;
  const magnitude = (((inverted & 0x0f) << 3) + 0x84) << ((inverted & 0x70) >>> 4);
  return (inverted & 0x80) === 0 ? magnitude - 0x84 : 0x84 - magnitude;
}

function aLaw(byte: number): number {
  const even = byte ^ 0x55;
  const segment = (even & 0x70) >>> 4;
  const low = ((even & 0x0f) << 4) + (segment === 0 ? 8 : 0x108);
  const magnitude = segment > 1 ? low << (segment - 1) : low;
  return (even & 0x80) === 0 ? -magnitude : magnitude;
}

function trace(count: number, at: (index: number) => number): Pick<WaveformChannel, 'samples' | 'paired'> {
  if (count <= MOST_POINTS) return { samples: Float32Array.from({ length: count }, (_, index) => at(index)), paired: false };
  const pairs = MOST_POINTS / 2;
  const samples = new Float32Array(MOST_POINTS);
  for (let pair = 0; pair < pairs; pair++) {
    let [low, high] = [Infinity, -Infinity];
    for (let index = Math.floor((pair * count) / pairs), end = Math.floor(((pair + 1) * count) / pairs); index < end; index++) {
      const value = at(index);
      if (value < low) low = value;
      if (value > high) high = value;
    }
    samples[pair * 2] = low <= high ? low : NaN;
    samples[pair * 2 + 1] = low <= high ? high : NaN;
  }
  return { samples, paired: true };
}
