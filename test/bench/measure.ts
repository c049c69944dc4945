/** Contestants do the same work in turn, round by round; what counts are medians, and the median of the rounds' own ratios. */

export interface Figure {
  readonly value: number;
  /** Highest resident memory of the program that is measured, MiB. */
  readonly memory?: number;
}

export interface Contestant {
  readonly name: string;
  /** Rounds count from 0; those beforehand are below. */
  readonly run: (round: number) => Promise<Figure>;
}

/** What is to be reached against one contestant. */
export type Target =
  /** At least so many times as fast. */
  | { readonly kind: 'ratio'; readonly least: number }
  /** At most so much more, in the row's unit. */
  | { readonly kind: 'more'; readonly most: number }
  /** Ours at most so much, whatever the contestant has, in the row's unit. */
  | { readonly kind: 'within'; readonly most: number };

export interface Rival extends Contestant {
  readonly target?: Target;
}

export interface Row {
  readonly name: string;
  readonly unit: string;
  readonly better: 'higher' | 'lower';
  readonly ours: Contestant;
  readonly rivals: readonly Rival[];
  /** MiB that ours may hold at most. */
  readonly memory?: number;
  /** What ours may come to at most, in the row's unit, whoever else is there. */
  readonly most?: number;
  /** Rounds, where the row is too long for the usual number. */
  readonly rounds?: number;
  /** Rounds beforehand that are not counted; one where nothing else is said. */
  readonly warmUp?: number;
}

export interface Spread {
  readonly median: number;
  readonly low: number;
  readonly high: number;
}

export interface Measured {
  readonly name: string;
  readonly value: Spread;
  readonly memory: number;
}

export interface Comparison extends Measured {
  /** How many times as fast ours is. */
  readonly ratio: Spread;
  readonly target: Target | undefined;
  readonly reached: boolean | undefined;
}

export interface RowResult {
  readonly row: Row;
  readonly rounds: number;
  readonly ours: Measured;
  readonly rivals: readonly Comparison[];
  readonly memoryReached: boolean | undefined;
}

/** What a receiver that runs for days has long behind it: V8 has compiled what it does often. */
export const STAYS: Pick<Row, 'warmUp'> = { warmUp: 3 };

/** Rounds beforehand warm the page cache, and whoever stays for all rounds. */
export async function measure(row: Row, rounds: number): Promise<RowResult> {
  const { warmUp = 1 } = row;
  const contestants = [row.ours, ...row.rivals];
  const figures = contestants.map((): Figure[] => []);
  for (let round = -warmUp; round < rounds; round += 1) {
    // Another begins each round: what the one before leaves in memory and caches is to favour nobody.
    for (const turn of contestants.keys()) {
      const index = (turn + round + warmUp) % contestants.length;
      const figure = await contestants[index]?.run(round);
      if (figure && round >= 0) figures[index]?.push(figure);
    }
  }
  const [mine = [], ...theirs] = figures;
  const ours = measured(row.ours, mine);
  return {
    row,
    rounds,
    ours,
    rivals: row.rivals.map((rival, index) => compare(row, { rival, mine, theirs: theirs[index] ?? [] })),
    memoryReached: row.memory === undefined || Number.isNaN(ours.memory) ? undefined : ours.memory <= row.memory,
  };
}

const measured = ({ name }: Contestant, figures: readonly Figure[]): Measured => ({
  name,
  value: spreadOf(figures.map(({ value }) => value)),
  memory: spreadOf(figures.map(({ memory = Number.NaN }) => memory)).high,
});

interface Pairing {
  readonly rival: Rival;
  readonly mine: readonly Figure[];
  readonly theirs: readonly Figure[];
}

function compare({ better }: Row, { rival, mine, theirs }: Pairing): Comparison {
  const { target } = rival;
  const pairs = mine.map(({ value }, index) => [value, theirs[index]?.value ?? Number.NaN] as const);
  const ratio = spreadOf(pairs.map(([our, their]) => (better === 'higher' ? our / their : their / our)));
  const more = spreadOf(pairs.map(([our, their]) => our - their)).median;
  const mineAlone = spreadOf(mine.map(({ value }) => value)).median;
  const reached = target && isReached(target, { ratio: ratio.median, more, mine: mineAlone });
  return { ...measured(rival, theirs), ratio, target, reached };
}

function isReached(
  target: Target,
  { ratio, more, mine }: { readonly ratio: number; readonly more: number; readonly mine: number },
): boolean {
  switch (target.kind) {
    case 'ratio':
      return ratio >= target.least;
    case 'more':
      return more <= target.most;
    case 'within':
      return mine <= target.most;
  }
}

export function spreadOf(values: readonly number[]): Spread {
  const sorted = [...values].sort((a, b) => a - b);
  const at = (index: number): number => sorted[index] ?? Number.NaN;
  const middle = sorted.length >> 1;
  const median = sorted.length % 2 === 1 ? at(middle) : (at(middle - 1) + at(middle)) / 2;
  return { median, low: at(0), high: at(sorted.length - 1) };
}
