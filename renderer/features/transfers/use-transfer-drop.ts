// A transfer as a drop target: what is let go on a send goes to its node behind it, what is let go on an import is imported.
import type { DragEvent } from 'react';
import type { TransferView } from '../../../core/contract.ts';
import { useDrop, type DropHandlers, type Landing } from '../../parts/use-drop.ts';
import { landingOnNode } from '../../parts/use-node-drop.ts';
import type { Gantry } from '../../gantry.ts';
import { isActive } from '../../parts/transfer-progress.ts';

function landingOn(transfer: TransferView, event: DragEvent, gantry: Gantry): Landing | null {
  const { direction, nodeId, nodeName } = transfer;
  const node = gantry.nodes.getState().byKey.get(nodeId);
  const landing = node && landingOnNode(node, event, gantry);
  if (landing === null) return null;
  if (direction === 'pull' || direction === 'move') return refusing('A retrieve takes nothing in: drop it on a send, or on a node');
  if (landing === undefined) return refusing(`${nodeName} is no longer in the address book`);
  return landing.refused || !isActive(transfer) ? landing : { ...landing, text: `${landing.text}, behind this` };
}

const refusing = (text: string): Landing => ({ text, refused: true, drop: () => undefined });

export const useTransferDrop = (): ((transfer: TransferView) => DropHandlers) => useDrop({ keyOf: ({ id }) => id, landingOn });
