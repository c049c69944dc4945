/** The DIMSE messages of an association in order, with the time since it was established. Rows far away are not laid out. */
import { ArrowDown, ArrowUp } from 'lucide-react';
import { Fragment, type ReactElement } from 'react';
import type { LogMessage } from '../../../core/contract.ts';
import { countText, durationText } from '../../format/quantity.ts';
import { statusText } from '../../format/status-code.ts';
import styles from './log.module.css';

interface MessageListProps {
  readonly messages: readonly LogMessage[];
  /** How many lie between the first half and the second. */
  readonly leftOut: number;
}

/** PS3.7 Annex C: the classes that are no trouble. */
const isTrouble = (status: number): boolean => !(status === 0 || status === 0xff00 || status === 0xff01 || status === 0xfe00);

const KEPT_FIRST = 500;

export const MessageList = ({ messages, leftOut }: MessageListProps): ReactElement =>
  messages.length === 0 ? (
    <p className={styles.quiet}>No message was exchanged.</p>
  ) : (
    <ol className={styles.list} aria-label="Messages">
      {messages.map((message, index) => (
        <Fragment key={index}>
          {leftOut > 0 && index === KEPT_FIRST && <li className={styles.gap}>{countText(leftOut)} messages left out</li>}
          <MessageRow message={message} />
        </Fragment>
      ))}
    </ol>
  );

const MessageRow = ({ message }: { readonly message: LogMessage }): ReactElement => {
  const Icon = message.direction === 'in' ? ArrowDown : ArrowUp;
  const trouble = message.status !== null && isTrouble(message.status);
  return (
    <li className={styles.message} data-trouble={trouble ? '' : undefined}>
      <span className={styles.at}>{durationText(message.at)}</span>
      <Icon
        size={14}
        strokeWidth={1.8}
        role="img"
        aria-label={message.direction === 'in' ? 'received' : 'sent'}
        className={styles.direction}
      />
      <div className={styles.messageText}>
        <div className={styles.messageHead}>
          <span className="cut">{message.name}</span>
          {message.status !== null && (
            <code className={styles.status} title={message.statusText}>
              {statusText(message.status)}
            </code>
          )}
          <span className="mono faint" title={`message ${String(message.messageId)} on context ${String(message.contextId)}`}>
            #{message.messageId}
          </span>
        </div>
        {detailOf(message, trouble) !== '' && <div className={styles.messageTail}>{detailOf(message, trouble)}</div>}
        {message.comment !== '' && (
          <q className={styles.comment} data-selectable="">
            {message.comment}
          </q>
        )}
      </div>
    </li>
  );
};

const detailOf = ({ sopClassName, statusText: words, counters }: LogMessage, trouble: boolean): string =>
  [sopClassName, trouble ? words : '', counters].filter((part) => part !== '').join(' · ');
