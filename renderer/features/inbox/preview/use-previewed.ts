/** Tells what else takes pictures of these images which window a person has set on them. */
import { useEffect } from 'react';
import type { Previewed } from '../../../stores/shell.ts';
import { useGantry } from '../../../use-gantry.ts';
import type { StackFrame } from './stack.ts';
import type { Voi } from './voi.ts';

export const usePreviewed = (stack: readonly StackFrame[], seriesUid: string, voi: Voi | null): void => {
  const { shell } = useGantry();
  useEffect(() => {
    if (voi === null || voi.lut !== null) return;
    const { center, width, shape, invert } = voi;
    const instances = new Set(stack.map(({ instanceId }) => instanceId));
    const previewed: Previewed = {
      window: { center, width, shape, invert },
      shows: (target) =>
        target.kind === 'series' ? target.seriesUid === seriesUid : target.kind === 'instance' && instances.has(target.instanceId),
    };
    shell.setState({ previewed });
    return () => shell.setState((now) => (now.previewed === previewed ? { previewed: null } : {}));
  }, [shell, stack, seriesUid, voi]);
};
