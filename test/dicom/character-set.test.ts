import { describe, expect, test } from 'vitest';
import { buildDataSet } from '../../core/dicom/build.ts';
import { decodeText, standardName } from '../../core/dicom/character-set.ts';
import { encodeText } from '../../core/dicom/character-set-encode.ts';
import { encodeDataSet } from '../../core/dicom/encode.ts';
import { EncodingError } from '../../core/dicom/errors.ts';
import { parseDataSet } from '../../core/dicom/parse.ts';

const latin = (text: string): Uint8Array => Uint8Array.from(text, (character) => character.charCodeAt(0));
const shown = (bytes: Uint8Array): string => String.fromCharCode(...bytes).replaceAll('\x1b', '␛');
const decode = (bytes: Uint8Array, sets: readonly string[], vr = 'PN') => decodeText(bytes, vr, { characterSets: sets, fallback: [] });

/** Names of PS3.5 Annexes H, I, J, K and of C.12.1.1.2, as they must be written and read. */
const NAMES: readonly (readonly [sets: string, name: string])[] = [
  ['\\ISO 2022 IR 87', 'Yamada^Tarou=山田^太郎=やまだ^たろう'],
  ['ISO 2022 IR 13\\ISO 2022 IR 87', 'ﾔﾏﾀﾞ^ﾀﾛｳ=山田^太郎=やまだ^たろう'],
  ['\\ISO 2022 IR 87\\ISO 2022 IR 159', 'Maruo=丸尾^丂=まるお'],
  ['\\ISO 2022 IR 149', 'Hong^Gildong=洪^吉洞=홍^길동'],
  ['\\ISO 2022 IR 58', 'Zhang^XiaoDong=张^小东'],
  ['GB18030', 'Wang^XiaoDong=王^小东'],
  ['GB18030', '𠀀𪚥€ñ'],
  ['GBK', 'Wang^XiaoDong=王^小东'],
  ['ISO_IR 192', 'Wang^XiaoDong=王^小東'],
  ['ISO_IR 100', 'Buc^Jérôme'],
  ['ISO_IR 100', 'Äneas^Rüdiger'],
  ['ISO_IR 101', 'Wałęsa'],
  ['ISO_IR 109', 'antaŭnomo'],
  ['ISO_IR 110', 'vārds'],
  ['ISO_IR 127', 'قباني^لنزار'],
  ['ISO_IR 126', 'Διονυσιος'],
  ['ISO_IR 138', 'שרון^דבורה'],
  ['ISO_IR 144', 'Люкceмбypг'],
  ['ISO_IR 148', 'Çavuşoğlu'],
  ['ISO_IR 203', 'Œuvre^Š€'],
  ['ISO_IR 166', 'นามสกุล'],
  ['ISO_IR 13', 'ﾔﾏﾀﾞ^ﾀﾛｳ'],
  ['ISO 2022 IR 100\\ISO 2022 IR 144', 'Jérôme^Люкceмбypг^é'],
  ['\\ISO 2022 IR 203', 'Œuvre^Œuvre'],
  ['\\ISO 2022 IR 126\\ISO 2022 IR 87', 'Διο^山田=Διο=山Δ'],
];

describe('writing and reading text', () => {
  test.each(NAMES)('%s: %s', (sets, name) => {
    const bytes = encodeText(name, 'PN', sets.split('\\'));
    expect(decode(bytes, sets.split('\\'))).toEqual({ text: name, guessed: false });
  });

  test('code extensions are back at their start at every delimiter of a name', () => {
    expect(shown(encodeText('山^田=田', 'PN', ['', 'ISO 2022 IR 87']))).toBe('␛$B;3␛(B^␛$BED␛(B=␛$BED␛(B');
    expect(shown(encodeText('홍^길', 'PN', ['', 'ISO 2022 IR 149']))).toBe('␛$)CÈ«^␛$)C±æ');
  });

  test('an unrepresentable character is named with the set', () => {
    const attempt = (): unknown => encodeText('A山', 'LO', ['ISO_IR 100']);
    expect(attempt).toThrow(EncodingError);
    expect(attempt).toThrow('"山" cannot be written in ISO_IR 100');
    expect(() => buildDataSet({ SpecificCharacterSet: ['', 'ISO 2022 IR 87'], PatientName: 'é' })).toThrow('"é"');
  });

  test('an unknown set is refused for writing', () => {
    expect(() => encodeText('é', 'LO', ['KLINGON'])).toThrow('KLINGON is no character set of the standard');
  });

  test('text without a declared set becomes UTF-8 and says so', () => {
    const dataSet = buildDataSet({ PatientName: '山田' });
    expect(dataSet.characterSets).toEqual(['ISO_IR 192']);
    expect(dataSet.text('PatientName')).toBe('山田');
    expect(buildDataSet({ PatientName: 'Yamada' }).has('SpecificCharacterSet')).toBe(false);
  });

  test('a data set is written in another set, items too', () => {
    const source = buildDataSet({
      SpecificCharacterSet: 'ISO_IR 192',
      PatientName: 'Buc^Jérôme',
      RequestAttributesSequence: [{ ScheduledProcedureStepDescription: 'Crâne' }],
    });
    const bytes = encodeDataSet(source, '1.2.840.10008.1.2', { characterSets: ['ISO_IR 100'] });
    const read = parseDataSet(bytes, '1.2.840.10008.1.2');
    expect(read.text('SpecificCharacterSet')).toBe('ISO_IR 100');
    expect(shown(read.element('PatientName')?.bytes ?? latin(''))).toBe('Buc^Jérôme');
    expect(read.items('RequestAttributesSequence')[0]?.text('ScheduledProcedureStepDescription')).toBe('Crâne');
    expect(() => encodeDataSet(source, '1.2.840.10008.1.2', { characterSets: ['ISO_IR 126'] })).toThrow('ISO_IR 126');
  });
});

describe('what devices get wrong', () => {
  test.each([
    ['ISO-IR 100', 'ISO_IR 100'],
    ['iso_ir 192', 'ISO_IR 192'],
    ['ISO IR 144', 'ISO_IR 144'],
    ['UTF-8', 'ISO_IR 192'],
    ['ISO 2022 IR100', 'ISO 2022 IR 100'],
    ['ISO_2022_IR_87', 'ISO 2022 IR 87'],
    ['ISO_IR 149', 'ISO 2022 IR 149'],
    ['ISO_IR_100', 'ISO_IR 100'],
    ['latin1', 'ISO_IR 100'],
    ['ISO8859-1', 'ISO_IR 100'],
  ])('%s is read as %s', (declared, name) => expect(standardName(declared)).toBe(name));

  test('unknown names are known to be unknown', () => expect(standardName('KLINGON')).toBeUndefined());

  test.each([
    ['bytes of no set are shown as Latin-1', 'J\xe9r\xf4me', [], 'Jérôme'],
    ['UTF-8 that nobody declared is recognised', 'J\xc3\xa9r\xc3\xb4me', [], 'Jérôme'],
    ['an unknown set falls back', 'J\xe9r\xf4me', ['KLINGON'], 'Jérôme'],
    ['UTF-8 that is none falls back', 'J\xe9r\xf4me', ['ISO_IR 192'], 'Jérôme'],
    ['escapes without a declaration are followed', '\x1b$B;3ED\x1b(B', [], '山田'],
    ['an unknown escape does not throw', 'A\x1b%zB\xe9', ['', 'ISO 2022 IR 87'], 'A\x1b%zBé'],
    ['half a character does not throw', '\x1b$(D\x30', ['', 'ISO 2022 IR 159'], undefined],
  ] as const)('%s', (...[, bytes, sets, text]) => {
    const decoded = decode(latin(bytes), sets);
    expect(decoded.guessed).toBe(true);
    if (text !== undefined) expect(decoded.text).toBe(text);
  });

  test('the fallback of a node comes before Latin-1', () => {
    const bytes = encodeText('Люкceмбypг', 'PN', ['ISO_IR 144']);
    expect(decodeText(bytes, 'PN', { characterSets: [], fallback: ['ISO_IR 144'] })).toEqual({ text: 'Люкceмбypг', guessed: true });
  });

  test('a data set marks what was guessed, value by value', () => {
    const bytes = encodeDataSet(
      buildDataSet({ SpecificCharacterSet: 'ISO_IR 100', PatientName: 'Jérôme', PatientID: 'P1' }),
      '1.2.840.10008.1.2',
    );
    const read = parseDataSet(
      Uint8Array.from(bytes, (byte, index) => (index === 16 ? 0x33 : byte)),
      '1.2.840.10008.1.2',
    );
    expect([read.text('PatientName'), read.guessed('PatientName'), read.guessed('PatientID')]).toEqual(['Jérôme', true, false]);
  });
});
