/**
 * Rows in the order in which they came, found by key. A list that changed shares with the list before what tells where each row stands, so that
 * one row of many thousands is replaced without copying more than the array.
 */

/** What is asked by key. */
export interface ByKey<Row> {
  readonly get: (key: string) => Row | undefined;
  readonly has: (key: string) => boolean;
}

export class KeyedRows<Row> implements ByKey<Row> {
  readonly rows: readonly Row[];
  /** Never moves a row; a list that grew out of this one may have put more behind its end. */
  readonly #places: Map<string, number>;

  private constructor(rows: readonly Row[], places: Map<string, number>) {
    this.rows = rows;
    this.#places = places;
  }

  static empty<Row>(): KeyedRows<Row> {
    return new KeyedRows<Row>([], new Map());
  }

  get(key: string): Row | undefined {
    const at = this.#places.get(key);
    return at === undefined ? undefined : this.rows[at];
  }

  has(key: string): boolean {
    return this.get(key) !== undefined;
  }

  /** Rows that are known take the place of what they were, others come at the end. */
  with(changed: readonly Row[], keyOf: (row: Row) => string): KeyedRows<Row> {
    const rows = this.rows.slice();
    const places = this.#hasGrown ? placesOf(rows, keyOf) : this.#places;
    for (const row of changed) {
      const key = keyOf(row);
      const at = places.get(key) ?? rows.length;
      places.set(key, at);
      rows[at] = row;
    }
    return new KeyedRows(rows, places);
  }

  without(keys: ReadonlySet<string>, keyOf: (row: Row) => string): KeyedRows<Row> {
    const rows = this.rows.filter((row) => !keys.has(keyOf(row)));
    return rows.length === this.rows.length ? this : new KeyedRows(rows, placesOf(rows, keyOf));
  }

  /** Another list has put rows behind the end of this one: its places are not ours any more. */
  get #hasGrown(): boolean {
    return this.#places.size !== this.rows.length;
  }
}

const placesOf = <Row>(rows: readonly Row[], keyOf: (row: Row) => string): Map<string, number> =>
  new Map(rows.map((row, at) => [keyOf(row), at]));
