/** A transfer as text for somebody who may help: counts, codes and UIDs, never a name or a file's path. */
import type { TransferObject, TransferView } from '../../../core/contract.ts';
import { bytesText } from '../../format/quantity.ts';
import { statusText } from '../../format/status-code.ts';

const objectLine = ({ state, status, words, sopClassName, transferSyntaxName, sopInstanceUid }: TransferObject): string =>
  `  ${state.padEnd(9)} ${status === null ? '----' : statusText(status)}  ${sopClassName}, ${transferSyntaxName}  ${sopInstanceUid}  ${words}`.trimEnd();

const wayOf = ({ direction, nodeName, via }: TransferView): string =>
  direction === 'import' ? 'into the inbox' : `${direction === 'send' ? 'to' : 'from'} ${nodeName} by ${via}`;

export const reportOf = (transfer: TransferView, problems: readonly TransferObject[]): string => {
  const { failure } = transfer;
  const lines = [
    `${transfer.direction} ${wayOf(transfer)}: ${transfer.state}`,
    transfer.summary,
    `objects ${String(transfer.total ?? '?')}, completed ${String(transfer.completed)}, warnings ${String(transfer.warning)}, failed ${String(transfer.failed)}, set aside ${String(transfer.setAside)}, arrived here ${String(transfer.arrived)}`,
    `bytes ${bytesText(transfer.bytes, 'en')}, attempt ${String(transfer.attempt)}`,
    `created ${transfer.created}, started ${transfer.started ?? '-'}, ended ${transfer.ended ?? '-'}`,
    ...(failure === null
      ? []
      : [
          failure.headline,
          `${failure.why} (${failure.confidence})`,
          failure.code,
          failure.theirWords ? `they say: ${failure.theirWords}` : '',
        ]),
    ...(problems.length === 0 ? [] : ['problems:', ...problems.map(objectLine)]),
  ];
  return lines.filter((line) => line !== '').join('\n');
};
