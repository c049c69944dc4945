// Who this computer is for others: its AE title, its port, and who may reach it.
import { Network } from 'lucide-react';
import { useStore } from 'zustand';
import { attempt } from '../../commands/action.ts';
import { Failure } from '../../parts/failure.tsx';
import { listenerAddress, listenerMark, listenerWords } from '../../parts/listener-words.ts';
import { TitleField } from '../../parts/title-field.tsx';
import { showAddress } from '../../shell/actions.ts';
import { ActionButton } from '../../parts/action-button.tsx';
import { Field } from '../../ui/field.tsx';
import { StatusMark } from '../../ui/status-mark.tsx';
import { useGantry } from '../../use-gantry.ts';
import type { SectionProps } from './settings-screen.tsx';
import styles from './settings.module.css';
import { TlsSettings } from './tls-settings.tsx';

const checkPort = (text: string): string | null => {
  const port = Number(text);
  return /^\d{1,5}$/.test(text.trim()) && port >= 1 && port <= 65_535 ? null : 'A port is a number from 1 to 65535.';
};

export function MeSettings({ settings, change }: SectionProps) {
  const { me } = settings;
  const gantry = useGantry();
  const listener = useStore(gantry.status, (s) => s.status?.listener ?? null);
  return (
    <>
      <TitleField label="AE title" value={me.title} onSave={(title) => change({ me: { title } }, 'AE title')} />
      <Field
        label="Port"
        value={String(me.port)}
        mono
        inputMode="numeric"
        check={checkPort}
        hint="11112 is customary. Ports below 1024 need administrator rights on most systems."
        onSave={(text) => change({ me: { port: Number(text) } }, 'Port')}
      />
      {listener && (
        <div className={styles.state} role="status">
          <StatusMark mark={listenerMark(listener)} />
          <span>{listenerWords(listener)}</span>
          <span className="mono">{listenerAddress(listener)}</span>
        </div>
      )}
      {listener?.failure && (
        <Failure
          failure={listener.failure}
          subject={{ again: () => void attempt(gantry, () => gantry.api.call('listener.restart', {})) }}
        />
      )}
      <TlsSettings settings={settings} change={change} />
      <div>
        <ActionButton action={{ ...showAddress, icon: Network }} label="Who can reach the inbox…" />
      </div>
    </>
  );
}
