/** Waveforms: what each group is, its channels, and their traces one below the other, a line at every second. */
import { useMemo, type ReactElement } from 'react';
import type { WaveformChannel, WaveformGroup } from '../../../../../core/contract.ts';
import { pluralText } from '../../../../format/quantity.ts';
import { rangeOf, secondMarks, tracePath, WIDTH } from './trace.ts';
import styles from './object.module.css';

export const Waveforms = ({ groups }: { readonly groups: readonly WaveformGroup[] }): ReactElement => (
  <>
    {groups.map((group, index) => (
      <section key={index}>
        <h4>{group.label || `Group ${String(index + 1)}`}</h4>
        <p className="secondary">
          {[
            pluralText(group.channels.length + group.channelsLeftOut, 'channel', 'channels'),
            `${rounded(group.seconds)} s`,
            `${rounded(group.frequency)} samples a second`,
            group.channels[0]?.filter ?? '',
            group.trouble,
          ]
            .filter((part) => part !== '')
            .join(' · ')}
        </p>
        <Traces group={group} />
        {group.channelsLeftOut > 0 && <p className="faint">and {String(group.channelsLeftOut)} more channels</p>}
      </section>
    ))}
  </>
);

const rounded = (value: number): string => String(Number(value.toPrecision(4)));

const Traces = ({ group }: { readonly group: WaveformGroup }): ReactElement => (
  <ol className={styles.traces}>
    {group.channels.map((channel, index) => {
      const [low, high] = rangeOf(channel.samples);
      return (
        <li key={index}>
          <span className={styles.channel}>
            <bdi>{channel.name}</bdi>
            {channel.samples.length > 0 && (
              <span className="faint">
                {rounded(low)} to {rounded(high)} {channel.unit}
              </span>
            )}
          </span>
          {channel.samples.length > 0 && <Trace channel={channel} seconds={group.seconds} />}
        </li>
      );
    })}
  </ol>
);

const HEIGHT = 56;

const Trace = ({ channel, seconds }: { readonly channel: WaveformChannel; readonly seconds: number }): ReactElement => {
  const path = useMemo(() => tracePath(channel, HEIGHT), [channel]);
  const marks = useMemo(
    () =>
      secondMarks(seconds)
        .map((x) => `M${x.toFixed(1)} 0V${String(HEIGHT)}`)
        .join(''),
    [seconds],
  );
  return (
    <svg
      className={styles.trace}
      viewBox={`0 0 ${String(WIDTH)} ${String(HEIGHT)}`}
      preserveAspectRatio="none"
      role="img"
      aria-label={`Trace of ${channel.name}`}
    >
      <path d={marks} className={styles.seconds} vectorEffect="non-scaling-stroke" />
      <path d={path} className={styles.line} vectorEffect="non-scaling-stroke" />
    </svg>
  );
};
