// Settings: one page, searchable, every change in force at once and to be taken back.
import { Search } from 'lucide-react';
import { useEffect, useRef, useState, type ReactNode } from 'react';
import type { Settings, SettingsPatch } from '../../../core/contract.ts';
import { attempt } from '../../commands/action.ts';
import { createInTurn } from '../../lib/in-turn.ts';
import { valuesBefore } from '../../lib/values-before.ts';
import { ScreenFrame } from '../../parts/screen-frame.tsx';
import { offerUndo } from '../../stores/feedback.ts';
import { useAsked, useGantry, useSettings } from '../../use-gantry.ts';
import { AppearanceSettings } from './appearance-settings.tsx';
import { CleanUpSettings } from './clean-up-settings.tsx';
import { InboxSettings } from './inbox-settings.tsx';
import { MeSettings } from './me-settings.tsx';
import { SearchSettings } from './search-settings.tsx';
import { SenderSettings } from './sender-settings.tsx';
import styles from './settings.module.css';
import { ShortcutSettings } from './shortcut-settings.tsx';

/** Changes settings; what they were comes back with undo. */
export type Change = (patch: SettingsPatch, what: string) => Promise<unknown>;

export interface SectionProps {
  readonly settings: Settings;
  readonly change: Change;
}

interface Section {
  readonly id: 'me' | 'inbox' | 'clean-up' | 'senders' | 'search' | 'appearance' | 'shortcuts';
  readonly title: string;
  /** Words under which it is found besides its title. */
  readonly words: string;
  readonly Body: (props: SectionProps) => ReactNode;
}

const sections: readonly Section[] = [
  {
    id: 'me',
    title: 'Me',
    words: 'ae title port interface network listener open address this computer tls encryption certificate key pass phrase ca',
    Body: MeSettings,
  },
  {
    id: 'inbox',
    title: 'Inbox',
    words:
      'folder disk where files receive low space warning durability fsync answer queries network archive c-find c-get c-move complete quiet seconds rebuild index',
    Body: InboxSettings,
  },
  {
    id: 'clean-up',
    title: 'Clean-up',
    words: 'quota housekeeping size age days bin delete old studies oldest rule limit',
    Body: CleanUpSettings,
  },
  {
    id: 'senders',
    title: 'Who may send',
    words: 'accept known nodes list callers called ae title strict pause storage sop classes transfer syntaxes refuse',
    Body: SenderSettings,
  },
  { id: 'search', title: 'Search', words: 'limit rows patient study root model', Body: SearchSettings },
  {
    id: 'appearance',
    title: 'Appearance',
    words: 'theme dark light density compact regular font size scale names order',
    Body: AppearanceSettings,
  },
  { id: 'shortcuts', title: 'Shortcuts', words: 'keys keyboard single letters', Body: ShortcutSettings },
];

export function SettingsScreen() {
  const gantry = useGantry();
  const settings = useSettings();
  const [text, setText] = useState('');
  const page = useRef<HTMLDivElement>(null);
  useSectionAsked(page);

  // What undoes a change is read when those before it are made.
  const [inTurn] = useState(createInTurn);
  const put = (patch: SettingsPatch) => gantry.api.call('settings.update', { patch });
  const keep = async (patch: SettingsPatch, what: string) => {
    const before = valuesBefore(gantry.settings.getState().settings ?? {}, patch);
    await put(patch);
    offerUndo(gantry.feedback, `${what} changed`, async () => {
      await put(before);
    });
  };
  const change: Change = (patch, what) => inTurn(() => attempt(gantry, () => keep(patch, what)));
  const wanted = text.trim().toLowerCase();
  const shown = sections.filter(({ title, words }) => `${title} ${words}`.toLowerCase().includes(wanted));

  return (
    <ScreenFrame
      title="Settings"
      filters={
        <label className={styles.search}>
          <Search size={14} aria-hidden="true" />
          <input
            aria-label="Search settings"
            placeholder="Search settings"
            value={text}
            onChange={(event) => setText(event.target.value)}
          />
        </label>
      }
    >
      <div ref={page} className={styles.page}>
        {settings &&
          shown.map(({ id, title, Body }) => (
            <section key={id} data-section={id} className={styles.section} aria-label={title}>
              <h2 className={styles.heading}>{title}</h2>
              <div className={styles.fields}>
                <Body settings={settings} change={change} />
              </div>
            </section>
          ))}
        {shown.length === 0 && <p className="faint">No setting is called “{text}”.</p>}
      </div>
    </ScreenFrame>
  );
}

function useSectionAsked(page: React.RefObject<HTMLDivElement | null>): void {
  const asked = useAsked('settings');
  useEffect(() => {
    if (asked?.section === undefined) return;
    const section = page.current?.querySelector<HTMLElement>(`[data-section="${asked.section}"]`);
    section?.scrollIntoView({ block: 'start' });
    const field = asked.field && section?.querySelector<HTMLElement>(`[data-field="${asked.field}"] input`);
    field?.scrollIntoView({ block: 'center' });
    if (field) field.focus({ preventScroll: true });
    else section?.querySelector<HTMLElement>('input, button, select')?.focus({ preventScroll: true });
  }, [asked, page]);
}
