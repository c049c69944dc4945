/** Patients, studies and series that do not exist, as a hospital's list looks: many scripts, few first names, the same descriptions again. */
import { createRandom, type Random } from '../fuzz/random.ts';

type Some<T> = readonly [T, ...T[]];

interface Script {
  /** Values of PN: family and given names, each with all its component groups. */
  readonly families: Some<readonly [string, ...string[]]>;
  readonly givens: Some<readonly [string, ...string[]]>;
}

const alone = (...names: Some<string>): Some<readonly [string]> =>
  names.map((name) => [name] as const) as unknown as Some<readonly [string]>;

const LATIN: Script = {
  families: alone(
    'Müller',
    'Schmidt',
    'Brown',
    'Smith',
    'O’Neill',
    'García',
    'Rodríguez',
    'Dubois',
    'Lefèvre',
    'Rossi',
    'Kowalski',
    'Nowak',
    'Øster',
    'Åkesson',
    'Novák',
    'Jansen',
    'van Dijk',
    'Costa',
    'Pereira',
    'Hughes',
    'Weiß',
    'Șerban',
    'Yılmaz',
    'Nguyễn',
    'Horvat',
    'Tamm',
    'Kask',
    'Berg',
  ),
  givens: alone(
    'Anna',
    'José',
    'Zoë',
    'Peter',
    'Maria',
    'John',
    'Élodie',
    'Łukasz',
    'Jürgen',
    'Ines',
    'Olga',
    'Karin',
    'Mehmet',
    'Thu',
    'Maarja',
    'Paul',
  ),
};
const JAPANESE: Script = {
  families: [
    ['Yamada', '山田', 'やまだ'],
    ['Suzuki', '鈴木', 'すずき'],
    ['Satou', '佐藤', 'さとう'],
    ['Takahashi', '高橋', 'たかはし'],
    ['Tanaka', '田中', 'たなか'],
    ['Watanabe', '渡邊', 'わたなべ'],
    ['Itou', '伊藤', 'いとう'],
  ],
  givens: [
    ['Tarou', '太郎', 'たろう'],
    ['Hanako', '花子', 'はなこ'],
    ['Kenji', '健二', 'けんじ'],
    ['Yuki', '由紀', 'ゆき'],
    ['Akira', '明', 'あきら'],
  ],
};
const KOREAN: Script = {
  families: [
    ['Hong', '洪', '홍'],
    ['Kim', '金', '김'],
    ['Lee', '李', '이'],
    ['Park', '朴', '박'],
  ],
  givens: [
    ['Gildong', '吉洞', '길동'],
    ['Minji', '敏智', '민지'],
    ['Jihoon', '志勳', '지훈'],
  ],
};
const CHINESE: Script = {
  families: [
    ['Wang', '王'],
    ['Li', '李'],
    ['Zhang', '张'],
    ['Liu', '刘'],
    ['Chen', '陈'],
  ],
  givens: [
    ['XiaoDong', '小东'],
    ['Wei', '伟'],
    ['Fang', '芳'],
    ['Na', '娜'],
  ],
};
const ARABIC: Script = { families: alone('قباني', 'الحسيني', 'عبد الله', 'المصري'), givens: alone('لنزار', 'فاطمة', 'محمد', 'ليلى') };
const CYRILLIC: Script = {
  families: alone('Иванов', 'Петрова', 'Шевченко', 'Соколов'),
  givens: alone('Олег', 'Наталья', 'Дмитрий', 'Юлия'),
};
const GREEK: Script = { families: alone('Παπαδόπουλος', 'Διονυσίου'), givens: alone('Νίκος', 'Ελένη') };
const HEBREW: Script = { families: alone('שרון', 'כהן'), givens: alone('דבורה', 'יעקב') };

const SCRIPTS: Some<Script> = [LATIN, LATIN, LATIN, LATIN, JAPANESE, JAPANESE, KOREAN, CHINESE, ARABIC, CYRILLIC, GREEK, HEBREW];

const SENDERS: Some<readonly [string, string]> = [
  ['CT3', '10.1.2.3'],
  ['CT1', '10.1.2.4'],
  ['MR_SUITE_A', '10.1.2.10'],
  ['MR2', '10.1.2.11'],
  ['DXROOM7', '10.1.3.7'],
  ['MAINPACS', '10.1.1.1'],
  ['ULTRASOUND1', '10.1.4.2'],
  ['WORKSTATION-4', '10.1.9.4'],
];
const KINDS: Some<{ readonly modality: string; readonly study: string; readonly series: Some<string>; readonly part: string }> = [
  {
    modality: 'CT',
    study: 'CT Thorax mit Kontrastmittel',
    series: ['Topogram', 'Thorax 5.0 B31f', 'Lunge 1.0 B60f', 'MPR cor', 'MPR sag'],
    part: 'CHEST',
  },
  { modality: 'CT', study: 'Abdomen/Pelvis', series: ['Scout', 'AP portal venous 3mm', 'AP 1mm bone', 'COR MIP'], part: 'ABDOMEN' },
  {
    modality: 'MR',
    study: 'MRI Brain W/WO',
    series: ['AX T1', 'AX T2 FLAIR', 'DWI b1000', 'SAG MPRAGE', 'AX T1 post GD', 'SWI'],
    part: 'BRAIN',
  },
  { modality: 'MR', study: '膝関節 MRI', series: ['T1 矢状断', 'PD FS 冠状断', 'T2* 横断'], part: 'KNEE' },
  {
    modality: 'PT',
    study: 'PET/CT ganzkörper FDG',
    series: ['AC CT 3.0', 'PET WB corrected', 'PET WB uncorrected', 'Fusion'],
    part: 'WHOLEBODY',
  },
  { modality: 'US', study: 'Échographie abdominale', series: ['Foie', 'Reins'], part: 'ABDOMEN' },
  { modality: 'DX', study: 'Röntgen Thorax p.a.', series: ['p.a.', 'lat.'], part: 'CHEST' },
  { modality: 'MG', study: 'Mammography screening', series: ['L CC', 'R CC', 'L MLO', 'R MLO'], part: 'BREAST' },
];

/** One study with its header's values under their keywords. */
export interface BenchStudy {
  readonly values: Readonly<Record<string, string>>;
  readonly series: readonly { readonly values: Readonly<Record<string, string>>; readonly instances: number }[];
  readonly from: { readonly title: string; readonly address: string };
}

function personName(random: Random): string {
  const { families, givens } = random.pick(SCRIPTS);
  const [family, given] = [random.pick(families), random.pick(givens)];
  return family.map((group, index) => `${group}^${given[index] ?? ''}`).join('=');
}

const ROOT = '1.2.826.0.1.3680043.10.1437.7';
const digits = (random: Random, count: number): string => Array.from({ length: count }, () => String(random.below(10))).join('');
const date = (random: Random, from: number, years: number): string =>
  `${from + random.below(years)}${String(1 + random.below(12)).padStart(2, '0')}${String(1 + random.below(28)).padStart(2, '0')}`;

/** The n-th study, the same on every machine; every fifth patient has been here before. @param mean instances of a study on average */
export function benchStudy(index: number, mean: number): BenchStudy {
  const patient = createRandom(index % 5 === 4 ? index - 1 - (index % 4) : index);
  const random = createRandom(1_000_003 * (index + 1));
  const studyUid = `${ROOT}.${digits(random, 14)}.${index + 1}`;
  const kind = random.pick(KINDS);
  const [title, address] = random.pick(SENDERS);
  const count = Math.max(1, Math.min(mean, 3 + random.below(5)));
  const instances = Math.max(1, Math.round((mean * (0.5 + random.below(1000) / 1000)) / count));
  return {
    from: { title, address },
    values: {
      StudyInstanceUID: studyUid,
      PatientName: personName(patient),
      PatientID: patient.once(3) ? digits(patient, 7) : `MRN-${digits(patient, 8)}`,
      PatientBirthDate: date(patient, 1935, 80),
      PatientSex: patient.pick(['F', 'M', 'O']),
      StudyDate: date(random, 2019, 8),
      StudyTime: '101500',
      AccessionNumber: `A${digits(random, 9)}`,
      StudyID: digits(random, 5),
      StudyDescription: kind.study,
      ReferringPhysicianName: personName(random),
      InstitutionName: random.pick(['Universitätsklinikum West', 'St. Mary’s Hospital', '中央病院', 'Hôpital Saint-Louis']),
      Modality: kind.modality,
    },
    series: Array.from({ length: count }, (_, number) => ({
      instances,
      values: {
        SeriesInstanceUID: `${studyUid}.${number + 1}`,
        SeriesNumber: String(number + 1),
        SeriesDescription: random.pick(kind.series),
        BodyPartExamined: kind.part,
        ProtocolName: `${kind.study} ${number + 1}`,
        StationName: title,
      },
    })),
  };
}
