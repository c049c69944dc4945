/** A structured report as a document: containers are headings, what is said of an item stands below it. */
import { Fragment, type ReactElement } from 'react';
import type { ReportItem } from '../../../../../core/contract.ts';
import { countText } from '../../../../format/quantity.ts';
import { Reference } from './references.tsx';
import styles from './object.module.css';

const DEEPEST_INDENT = 8;

export const Report = ({ items, leftOut }: { readonly items: readonly ReportItem[]; readonly leftOut: number }): ReactElement => (
  <section className={styles.report} aria-label="Report">
    {items.map((item, index) => (
      <Item key={index} item={item} />
    ))}
    {leftOut > 0 && <p className="faint">and {countText(leftOut)} more items, which the tags show</p>}
  </section>
);

/** How an item stands to the one above it, where that is not plain from its place (PS3.3 §C.17.3.2.4). */
const relationWords: Readonly<Record<string, string>> = {
  'HAS OBS CONTEXT': 'context',
  'HAS ACQ CONTEXT': 'acquisition',
  'HAS CONCEPT MOD': 'more exactly',
  'HAS PROPERTIES': 'property',
  'INFERRED FROM': 'inferred from',
  'SELECTED FROM': 'selected from',
};

const Item = ({ item }: { readonly item: ReportItem }): ReactElement => {
  const indent = { paddingInlineStart: `${String(Math.min(Math.max(0, item.depth - 1), DEEPEST_INDENT) * 16)}px` };
  if (item.valueType === 'CONTAINER') {
    return (
      <div
        style={indent}
        className={item.depth === 0 ? styles.title : styles.heading}
        role="heading"
        aria-level={Math.min(6, item.depth + 3)}
        title={item.code}
      >
        {item.name || (item.depth === 0 ? 'Report' : 'Section')}
      </div>
    );
  }
  const relation = relationWords[item.relationship];
  return (
    <div style={indent} className={styles.item}>
      {relation !== undefined && <span className={styles.relation}>{relation} </span>}
      {item.name !== '' && (
        <span className={styles.name} title={item.code}>
          <bdi>{item.name}</bdi>:{' '}
        </span>
      )}
      <span className={item.valueType === 'TEXT' ? styles.text : undefined} title={item.valueCode}>
        <bdi>{item.value}</bdi>
      </span>
      {item.references.map((reference, index) => (
        <Fragment key={index}>
          {' '}
          <Reference reference={reference} />
        </Fragment>
      ))}
    </div>
  );
};
