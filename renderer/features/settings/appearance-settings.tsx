// How the window looks.
import { nearestScale, SCALES } from '../../commands/appearance.ts';
import { Segments } from '../../ui/choice.tsx';
import { PersonName } from '../../format/person-name-view.tsx';
import type { SectionProps } from './settings-screen.tsx';
import styles from './settings.module.css';

const example = { alphabetic: 'Yamada^Tarou', ideographic: '山田^太郎', phonetic: 'やまだ^たろう' };

const percent = (scale: number): string => String(Math.round(scale * 100));

export function AppearanceSettings({ settings: { appearance }, change }: SectionProps) {
  const { theme, density, scale, names } = appearance;
  return (
    <>
      <Segments
        label="Theme"
        value={theme}
        options={[
          { value: 'system', label: 'As the system' },
          { value: 'light', label: 'Light' },
          { value: 'dark', label: 'Dark' },
        ]}
        onChange={(chosen) => change({ appearance: { theme: chosen } }, 'Theme')}
      />
      <Segments
        label="Density"
        value={density}
        options={[
          { value: 'compact', label: 'Compact' },
          { value: 'regular', label: 'Regular' },
        ]}
        onChange={(chosen) => change({ appearance: { density: chosen } }, 'Density')}
      />
      <Segments
        label="Font size"
        value={percent(SCALES[nearestScale(scale)] ?? 1)}
        options={SCALES.map((one) => ({ value: percent(one), label: `${percent(one)} %` }))}
        onChange={(chosen) => change({ appearance: { scale: Number(chosen) / 100 } }, 'Font size')}
      />
      <Segments
        label="Names with several scripts"
        value={names}
        options={[
          { value: 'both', label: 'Both' },
          { value: 'ideographic', label: 'Ideographic' },
          { value: 'alphabetic', label: 'Alphabetic' },
        ]}
        hint={
          <span className={styles.example}>
            <PersonName name={example} show={names} />
          </span>
        }
        onChange={(chosen) => change({ appearance: { names: chosen } }, 'Names')}
      />
    </>
  );
}
