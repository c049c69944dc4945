// What is wrong or still missing in a text that is on its way to be an address such as PACS1@10.1.2.3:104, or null when it is nothing of the kind.
import { titleProblem } from './ae-title.ts';

const EXAMPLE = 'as in PACS1@10.1.2.3:104';

const titled = /^(?:dicom:\/\/)?([^@\s:/]*)@([^@\s:/]*)(?::([^\s:/]*))?\/?$/i;
const bare = /^(?:dicom:\/\/)?(\d{1,3}(?:\.\d{1,3}){3})(?::(\d*))?\/?$/i;

export function unfinishedAddress(text: string): string | null {
  const typed = text.trim();
  const whole = titled.exec(typed);
  if (whole) return titledProblem(whole[1] ?? '', whole[2] ?? '', whole[3]);
  const number = bare.exec(typed);
  if (!number) return null;
  return number[2] ? `Put the AE title before it, ${EXAMPLE}.` : `Add the AE title and the port, ${EXAMPLE}.`;
}

function titledProblem(title: string, host: string, port: string | undefined): string | null {
  if (title === '') return `Put the AE title before the @, ${EXAMPLE}.`;
  const wrong = titleProblem(title);
  if (wrong !== null) return wrong;
  if (host === '') return `Put the host after the @, ${EXAMPLE}.`;
  if (port === undefined || port === '') return `Add the port, ${EXAMPLE}.`;
  if (!/^\d+$/.test(port) || Number(port) < 1 || Number(port) > 65_535) return `“${port}” is no port: ports go from 1 to 65535.`;
  return null;
}
