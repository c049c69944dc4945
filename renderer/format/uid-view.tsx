/** A UID in the page: mono, always left to right, whole in the tooltip and for screen readers. */
import type { ReactElement } from 'react';
import { uidText } from './uid.ts';

export const Uid = ({ uid, width }: { readonly uid: string; readonly width?: number }): ReactElement => (
  <span className="mono" dir="ltr" title={uid}>
    {uidText(uid, width)}
  </span>
);
