// A node in the inspector: every field saves when it is left and can be taken back; a change of the address climbs the ladder again.
import { useEffect, useRef, useState } from 'react';
import { useStore } from 'zustand';
import type { NodePatch, NodeView } from '../../../core/contract.ts';
import { attempt } from '../../commands/action.ts';
import { createInTurn } from '../../lib/in-turn.ts';
import { valuesBefore } from '../../lib/values-before.ts';
import { ActionIcon, ActionItems } from '../../parts/action-button.tsx';
import { TitleField } from '../../parts/title-field.tsx';
import { offerUndo } from '../../stores/feedback.ts';
import { Check, Segments } from '../../ui/choice.tsx';
import { Field } from '../../ui/field.tsx';
import { IconButton } from '../../ui/button.tsx';
import { Menu } from '../../ui/menu.tsx';
import { useAsked, useGantry } from '../../use-gantry.ts';
import { EllipsisVertical } from 'lucide-react';
import { duplicateNode, copyRequest, nodeMenu, searchHere, sendFiles, verifyNode } from './actions.ts';
import { AbilityCard } from './ability-card.tsx';
import { checkHost, checkName, checkPort } from './checks.ts';
import { EncryptionFields } from './encryption-fields.tsx';
import { Ladder } from './ladder.tsx';
import { MoreFields } from './more-fields.tsx';
import styles from './nodes.module.css';

/** Saves fields of a node; what it was comes back with undo. */
export type SaveNode = (fields: NodePatch, what: string) => Promise<unknown>;

const ADDRESS: ReadonlySet<string> = new Set(['title', 'host', 'port', 'ourTitle', 'encryption']);

function useSave(node: NodeView): SaveNode {
  const gantry = useGantry();
  // What undoes a change is read when those before it are made.
  const [inTurn] = useState(createInTurn);
  const put = async (fields: NodePatch) => {
    await gantry.api.call('nodes.update', { id: node.id, fields });
    if (Object.keys(fields).some((key) => ADDRESS.has(key))) gantry.ladders.verify(node.id);
  };
  const keep = async (fields: NodePatch, what: string) => {
    const before = valuesBefore(gantry.nodes.getState().byKey.get(node.id) ?? node, fields);
    await put(fields);
    offerUndo(gantry.feedback, `${what} of ${node.name} changed`, () => put(before));
  };
  return (fields, what) => inTurn(() => attempt(gantry, () => keep(fields, what)));
}

export function NodeEditor({ node }: { readonly node: NodeView }) {
  const save = useSave(node);
  const frame = useFieldFocus(node.id);
  const ownTitle = useStore(useGantry().settings, (s) => s.settings?.me.title ?? '');
  const builtIn = node.kind === 'this-computer';
  return (
    <div ref={frame} className={styles.editor}>
      <Tools node={node} />
      <Ladder node={node} />
      <div data-field="name">
        <Field label="Name" value={node.name} check={checkName} onSave={(name) => save({ name: name.trim() }, 'Name')} />
      </div>
      <div data-field="title">
        <TitleField label="AE title" value={node.title} readOnly={builtIn} onSave={(title) => save({ title }, 'AE title')} />
      </div>
      <div className={styles.pair}>
        <div data-field="host">
          <Field
            label="Host"
            value={node.host}
            mono
            readOnly={builtIn}
            check={checkHost}
            onSave={(host) => save({ host: host.trim() }, 'Address')}
          />
        </div>
        <div data-field="port">
          <Field
            label="Port"
            value={String(node.port)}
            mono
            inputMode="numeric"
            readOnly={builtIn}
            check={checkPort}
            onSave={(port) => save({ port: Number(port) }, 'Port')}
          />
        </div>
      </div>
      {builtIn ? (
        <p className="faint">This is your own inbox. Its title, port and folder are in Settings.</p>
      ) : (
        <>
          <div data-field="ourTitle">
            <TitleField
              label="My AE title"
              value={node.ourTitle ?? ''}
              fallback={ownTitle}
              onSave={(title) => save({ ourTitle: title === '' ? null : title }, 'Our title')}
            />
          </div>
          <EncryptionFields node={node} save={save} />
          <div data-field="retrieve">
            <Segments
              label="Retrieve by"
              value={node.retrieve}
              options={[
                { value: 'auto', label: 'Automatic' },
                { value: 'get', label: 'C-GET' },
                { value: 'move', label: 'C-MOVE' },
              ]}
              onChange={(retrieve) => save({ retrieve }, 'Retrieve method')}
            />
          </div>
        </>
      )}
      <AbilityCard node={node} />
      {!builtIn && <MoreFields node={node} save={save} />}
      {!builtIn && <Check label="In use" checked={node.enabled} onChange={(enabled) => save({ enabled }, 'Use')} />}
    </div>
  );
}

function Tools({ node }: { readonly node: NodeView }) {
  const subject = { kind: 'nodes', ids: [node.id] } as const;
  return (
    <div className={styles.tools}>
      {[verifyNode, searchHere, sendFiles, copyRequest, duplicateNode].map((action) => (
        <ActionIcon key={action.id} action={action} subject={subject} />
      ))}
      <Menu trigger={<IconButton label="More" icon={EllipsisVertical} />} align="end">
        <ActionItems actions={nodeMenu} subject={subject} />
      </Menu>
    </div>
  );
}

/** Puts the cursor where the person was sent: "Edit its port". */
function useFieldFocus(nodeId: string) {
  const frame = useRef<HTMLDivElement>(null);
  const asked = useAsked('nodes');
  useEffect(() => {
    if (asked?.nodeId !== nodeId || asked.field === undefined) return;
    const input = frame.current?.querySelector<HTMLElement>(
      `[data-field="${CSS.escape(asked.field)}"] :is(input, textarea, [tabindex="0"])`,
    );
    input?.focus();
    if (input instanceof HTMLInputElement) input.select();
  }, [asked, nodeId]);
  return frame;
}
