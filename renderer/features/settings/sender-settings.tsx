// Whom the inbox lets in, under which of our names, and what it takes.
import { useStore } from 'zustand';
import { countText } from '../../format/quantity.ts';
import { Check, Segments } from '../../ui/choice.tsx';
import { Field } from '../../ui/field.tsx';
import { useGantry } from '../../use-gantry.ts';
import { callerProblem, linesOf, titlesProblem } from './callers.ts';
import type { SectionProps } from './settings-screen.tsx';
import styles from './settings.module.css';

const acceptHint = {
  everyone: 'Any system that reaches the port may send.',
  known: 'A caller must use the AE title of a node that is switched on, or be named below.',
  listed: 'Only the callers named below; nodes of the address book are not enough.',
} as const;

export function SenderSettings({ settings: { me, inbox }, change }: SectionProps) {
  const nodes = useStore(useGantry().nodes, (s) => s.rows.filter(({ kind, enabled }) => kind === 'remote' && enabled).length);
  const { paused, accept, callers, calledTitle, otherTitles, storageClasses, transferSyntaxes } = inbox;
  return (
    <>
      <div>
        <Check label="Pause receiving" checked={paused} onChange={(chosen) => change({ inbox: { paused: chosen } }, 'Receiving')} />
        <p className={styles.note}>Callers are asked to come back later (A-ASSOCIATE-RJ 2/3/1). Well-made senders try again.</p>
      </div>
      <Segments
        label="Accept"
        value={accept}
        options={[
          { value: 'everyone', label: 'Everyone' },
          { value: 'known', label: nodes === 0 ? 'Known nodes' : `Known nodes (${countText(nodes)})` },
          { value: 'listed', label: 'Only listed callers' },
        ]}
        hint={acceptHint[accept]}
        onChange={(chosen) => change({ inbox: { accept: chosen } }, 'Who may send')}
      />
      {accept !== 'everyone' && (
        <Field
          label={accept === 'known' ? 'Let in besides' : 'Let in'}
          value={callers.join('\n')}
          mono
          multiline
          placeholder={'CT3\n10.1.2.3\nMR1@10.1.2.4'}
          check={callerProblem}
          hint="One caller a line: an AE title, an IP address, or both as TITLE@address. Who was refused is listed under Nodes, Knocks."
          onSave={(text) => change({ inbox: { callers: linesOf(text) } }, 'Callers')}
        />
      )}
      <Segments
        label="Called AE title"
        value={calledTitle}
        options={[
          { value: 'any', label: 'Any' },
          { value: 'strict', label: 'Ours only' },
        ]}
        hint={
          calledTitle === 'any'
            ? 'Callers may have any title entered for this computer.'
            : `Callers must ask for ${me.title}; others get 1/1/7.`
        }
        onChange={(chosen) => change({ inbox: { calledTitle: chosen } }, 'Called AE title')}
      />
      {calledTitle === 'strict' && (
        <Field
          label="Answer also to"
          term="one AE title a line"
          value={otherTitles.join('\n')}
          mono
          multiline
          placeholder="An earlier title of this computer"
          check={titlesProblem}
          onSave={(text) => change({ inbox: { otherTitles: linesOf(text) } }, 'Other titles')}
        />
      )}
      <Segments
        label="Storage classes"
        value={storageClasses}
        options={[
          { value: 'everything', label: 'Everything' },
          { value: 'standard', label: 'The standard’s only' },
        ]}
        hint={storageClasses === 'everything' ? 'Private classes of vendors are taken, too.' : 'Private classes of vendors are refused.'}
        onChange={(chosen) => change({ inbox: { storageClasses: chosen } }, 'Storage classes')}
      />
      <Segments
        label="Transfer syntaxes"
        value={transferSyntaxes}
        options={[
          { value: 'everything', label: 'Everything' },
          { value: 'standard', label: 'The standard’s only' },
          { value: 'uncompressed', label: 'Uncompressed only' },
        ]}
        hint={
          transferSyntaxes === 'uncompressed'
            ? 'Senders must decompress first. One that cannot is refused.'
            : 'Objects are kept as they come, compressed or not.'
        }
        onChange={(chosen) => change({ inbox: { transferSyntaxes: chosen } }, 'Transfer syntaxes')}
      />
    </>
  );
}
