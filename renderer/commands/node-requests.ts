// Going to a node's editor, with the cursor in the field that a failure is about.
import type { NodeFields } from '../../core/contract.ts';
import type { Gantry } from '../gantry.ts';
import { go } from '../stores/places.ts';

export type EditableField = keyof NodeFields | 'tls';

export function editNode(gantry: Gantry, nodeId: string, field?: EditableField): void {
  gantry.layout.setState({ inspectorOpen: true });
  go(gantry.places, { screen: 'nodes', nodeId, ...(field ? { field } : {}) });
}
