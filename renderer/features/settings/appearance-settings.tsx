// How the window looks.
import { Segments } from '../../ui/choice.tsx';
import { PersonName } from '../../format/person-name-view.tsx';
import type { SectionProps } from './settings-screen.tsx';
import styles from './settings.module.css';

const scales = ['90', '100', '110', '125', '150'] as const;
const example = { alphabetic: 'Yamada^Tarou', ideographic: '山田^太郎', phonetic: 'やまだ^たろう' };

type Scale = (typeof scales)[number];
const nearest = (scale: number): Scale =>
  scales.reduce((best, one) => (Math.abs(Number(one) / 100 - scale) < Math.abs(Number(best) / 100 - scale) ? one : best));

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
        onChange={(chosen) => change({ appearance: { theme: chosen } }, { appearance: { theme } }, 'Theme')}
      />
      <Segments
        label="Density"
        value={density}
        options={[
          { value: 'compact', label: 'Compact' },
          { value: 'regular', label: 'Regular' },
        ]}
        onChange={(chosen) => change({ appearance: { density: chosen } }, { appearance: { density } }, 'Density')}
      />
      <Segments
        label="Font size"
        value={nearest(scale)}
        options={scales.map((value) => ({ value, label: `${value} %` }))}
        onChange={(chosen) => change({ appearance: { scale: Number(chosen) / 100 } }, { appearance: { scale } }, 'Font size')}
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
        onChange={(chosen) => change({ appearance: { names: chosen } }, { appearance: { names } }, 'Names')}
      />
    </>
  );
}
