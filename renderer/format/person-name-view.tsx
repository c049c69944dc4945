/** A person's name in the page: isolated from the text around it, in glyphs of its own language, the reading as a tooltip. */
import type { ReactElement } from 'react';
import type { PersonNameView } from '../../core/contract.ts';
import { nameText, type NameChoice } from './person-name.ts';

export const PersonName = ({ name, show }: { readonly name: PersonNameView; readonly show: NameChoice }): ReactElement => {
  const { primary, secondary, phonetic, lang, unnamed } = nameText(name, { show });
  if (unnamed) return <span className="unnamed">{primary}</span>;
  const title = [secondary === '' ? primary : `${primary} (${secondary})`, phonetic].filter((part) => part !== '').join('\n');
  return (
    <span title={title}>
      <bdi lang={lang}>{primary}</bdi>
      {secondary !== '' && (
        <span className="name-secondary">
          {' ('}
          <bdi>{secondary}</bdi>)
        </span>
      )}
    </span>
  );
};
