// A few numbers as a line, oldest first; the scale begins at zero so that a small change looks small.
import styles from './sparkline.module.css';

interface SparklineProps {
  readonly values: readonly number[];
  readonly label: string;
}

const WIDTH = 32;
const HEIGHT = 14;

export function Sparkline({ values, label }: SparklineProps) {
  if (values.length < 2) return null;
  const top = Math.max(...values, 1e-9);
  const points = values.map((value, index) => {
    const x = (index / (values.length - 1)) * (WIDTH - 2) + 1;
    return `${x.toFixed(1)},${(HEIGHT - 1.5 - (value / top) * (HEIGHT - 3)).toFixed(1)}`;
  });
  return (
    <svg className={styles.line} width={WIDTH} height={HEIGHT} viewBox={`0 0 ${WIDTH} ${HEIGHT}`} role="img" aria-label={label}>
      <polyline points={points.join(' ')} fill="none" stroke="currentColor" strokeWidth="1.2" strokeLinejoin="round" />
    </svg>
  );
}
