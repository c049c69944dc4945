/** Buttons: a remedy's name and the conversation make what the window can act on. A remedy that would change nothing is left out. */
import type { Remedy } from '../contract/failure.ts';
import { requestText } from './request-text.ts';
import type { About, RemedyName } from './types.ts';

/** Where DICOM services listen most often (11112 registered; 104 by PS3.8 §9.1.1; 4242 Orthanc). */
const USUAL_PORTS = [104, 11112, 4242];

export function remediesOf(names: readonly RemedyName[], about: About): readonly Remedy[] {
  return names.flatMap((name) => remedyOf(name, about));
}

function remedyOf(name: RemedyName, about: About): readonly Remedy[] {
  switch (name) {
    case 'verify':
    case 'retry':
    case 'open-network':
    case 'show-address':
    case 'search-again':
      return [{ kind: name }];
    case 'edit-title':
      return [{ kind: 'edit-node', field: 'title' }];
    case 'edit-host':
      return [{ kind: 'edit-node', field: 'host' }];
    case 'edit-port':
      return [{ kind: 'edit-node', field: 'port' }];
    case 'edit-our-title':
      return [{ kind: 'edit-node', field: 'ourTitle' }];
    case 'edit-retrieve':
      return [{ kind: 'edit-node', field: 'retrieve' }];
    case 'edit-encryption':
      return [{ kind: 'edit-node', field: 'tls' }];
    case 'encrypt':
      return about.encrypted === true ? [] : [{ kind: 'use-encryption', on: true }];
    case 'do-not-encrypt':
      return about.encrypted === false ? [] : [{ kind: 'use-encryption', on: false }];
    case 'trust':
      return about.certificate ? [{ kind: 'trust-certificate', fingerprint: about.certificate.fingerprint }] : [];
    case 'accept-name':
      return (about.certificate?.names ?? []).slice(0, 1).map((name) => ({ kind: 'accept-name', name }));
    case 'try-titles':
      return titlesToTry(about).map((title) => ({ kind: 'use-title', title }));
    case 'try-ports':
      return USUAL_PORTS.filter((port) => port !== about.port)
        .slice(0, 2)
        .map((port) => ({ kind: 'use-port', port }));
    case 'use-get':
      return [{ kind: 'use-retrieve', retrieve: 'get' }];
    case 'use-move':
      return [{ kind: 'use-retrieve', retrieve: 'move' }];
    case 'copy-request':
      return [{ kind: 'copy-request', text: requestText(about) }];
    case 'pass-phrase':
      return [{ kind: 'enter-pass-phrase' }];
    case 'settings-me':
      return [{ kind: 'open-settings', section: 'me' }];
    case 'settings-inbox':
      return [{ kind: 'open-settings', section: 'inbox' }];
    case 'settings-search':
      return [{ kind: 'open-settings', section: 'search' }];
  }
}

/** Titles a person would try next: a neighbour's at the same address, then the same letters in capitals. */
function titlesToTry({ calledTitle, neighbourTitles = [] }: About): readonly string[] {
  const candidates = [...neighbourTitles, calledTitle.toUpperCase()];
  return [...new Set(candidates)].filter((title) => title !== calledTitle).slice(0, 2);
}
