// Tabs: of a screen or of the inspector. Arrows move, the panel of the chosen one is mounted.
import { Tabs as Base } from '@base-ui/react/tabs';
import type { ReactNode } from 'react';
import styles from './tabs.module.css';

export interface Tab<Id extends string> {
  readonly id: Id;
  readonly label: string;
  /** Beside the label; 0 is not shown. */
  readonly count?: number;
  readonly tone?: 'error';
}

interface TabsProps<Id extends string> {
  readonly label: string;
  readonly tabs: readonly Tab<Id>[];
  readonly value: Id;
  readonly onChange: (id: Id) => void;
  /** The panel of the chosen tab. */
  readonly children: ReactNode;
  /** At the end of the tabs' line. */
  readonly aside?: ReactNode;
}

export function Tabs<Id extends string>({ label, tabs, value, onChange, children, aside }: TabsProps<Id>) {
  const choose = (id: unknown) => {
    const tab = tabs.find((one) => one.id === id);
    if (tab) onChange(tab.id);
  };
  return (
    <Base.Root value={value} onValueChange={choose} className={styles.root}>
      <div className={styles.line}>
        <Base.List aria-label={label} className={styles.list} activateOnFocus>
          {tabs.map((tab) => (
            <Base.Tab key={tab.id} value={tab.id} className={styles.tab}>
              {tab.label}
              {tab.count !== undefined && tab.count > 0 && (
                <span className={styles.count} data-tone={tab.tone}>
                  {tab.count.toLocaleString()}
                </span>
              )}
            </Base.Tab>
          ))}
        </Base.List>
        {aside}
      </div>
      <Base.Panel key={value} value={value} className={styles.panel}>
        {children}
      </Base.Panel>
    </Base.Root>
  );
}
