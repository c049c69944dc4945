/**
 * F13: storage commitment (PS3.4 §J.3; failure reasons PS3.3 §C.14), performed procedure step (§F.7.2), unified procedure step
 * (§CC.2), print (Annex H) and media creation (Annex S). Terse: each line is a name, a plain sentence and what to do.
 */
import type { Who } from '../../contract/failure.ts';
import type { RemedyName } from '../types.ts';
import type { StatusCause, StatusTable } from './status-general.ts';

interface Terse {
  readonly name: string;
  readonly headline: string;
  readonly why: string;
  readonly advice?: string;
  readonly remedies?: readonly RemedyName[];
  readonly who?: Who;
}

function table(clause: string, rows: Readonly<Record<string, Terse>>): StatusTable {
  const whole = ([code, row]: [string, Terse]): [string, StatusCause] => [
    code,
    { confidence: 'certain', advice: '', remedies: [], who: 'peer', clause, ...row },
  ];
  return Object.fromEntries(Object.entries(rows).map(whole));
}

const retry: readonly RemedyName[] = ['retry'];

export const commitment = table('PS3.4 J.3.2', {
  '0000': {
    name: 'Request taken',
    headline: '{node} took the request for commitment.',
    why: 'The answer comes later, perhaps on a new association to our port.',
    advice: 'Keep the inbox open until it answers.',
  },
});

/** Failure Reason (0008,1197) of a commitment's report; per object. */
export const commitmentReason = table('PS3.3 C.14', {
  '0110': {
    name: 'Processing failure',
    headline: '{node} failed to commit an object.',
    why: 'Its program failed inside.',
    advice: 'Send it again.',
    remedies: retry,
  },
  '0112': {
    name: 'No such object instance',
    headline: '{node} does not have one of the objects.',
    why: 'It never arrived, or was deleted.',
    advice: 'Send it again.',
    remedies: retry,
  },
  '0213': {
    name: 'Resource limitation',
    headline: '{node} has no room to commit an object.',
    why: 'It lacks space or time for it.',
    advice: 'Ask again later.',
    remedies: retry,
  },
  '0122': {
    name: 'SOP class not supported',
    headline: '{node} does not commit this kind of object.',
    why: 'The SOP class is not supported for commitment.',
  },
  '0119': {
    name: 'Class-instance conflict',
    headline: '{node} has this number as another kind of object.',
    why: 'The UID belongs to an object of another class there.',
    advice: 'Look for duplicate UIDs.',
  },
  '0131': {
    name: 'Duplicate transaction UID',
    headline: '{node} knows this transaction number already.',
    why: 'The transaction UID was used before.',
    advice: 'Ask again with a new request.',
    remedies: retry,
    who: 'app',
  },
});

export const performedProcedureStep = table('PS3.4 F.7.2', {
  '0106': {
    name: 'Invalid attribute value',
    headline: '{node} does not allow a value of the step.',
    why: 'A step begins as IN PROGRESS and nothing else{elements}.',
    who: 'app',
  },
  '0110': {
    name: 'May no longer be updated',
    headline: '{node} has closed this step already.',
    why: 'The step was completed or discontinued before.',
  },
  '0111': { name: 'Duplicate SOP instance', headline: '{node} has this step already.', why: 'A step with this number exists.' },
  '0112': { name: 'No such SOP instance', headline: '{node} does not know this step.', why: 'No step with this number was created there.' },
  '0120': {
    name: 'Missing attribute',
    headline: '{node} misses a field of the step.',
    why: 'An element that it needs is not there{elements}.',
    who: 'app',
  },
});

export const unifiedProcedureStep = table('PS3.4 CC.2', {
  B300: {
    name: 'Created with modifications',
    headline: '{node} created the step with changes.',
    why: 'It adjusted values of the request.',
  },
  B301: { name: 'Deletion lock not granted', headline: '{node} gave no deletion lock.', why: 'It may delete the step when it is done.' },
  B304: { name: 'Already cancelled', headline: '{node} had cancelled the step before.', why: 'It is already in the state CANCELED.' },
  B305: {
    name: 'Coerced invalid values',
    headline: '{node} replaced invalid values of the step.',
    why: 'It made them valid by its own rules.',
  },
  B306: { name: 'Already completed', headline: '{node} had completed the step before.', why: 'It is already in the state COMPLETED.' },
  C300: {
    name: 'May no longer be updated',
    headline: '{node} no longer allows changes to the step.',
    why: 'The step is in a final state.',
  },
  C301: {
    name: 'Wrong transaction UID',
    headline: '{node} expects another transaction number.',
    why: 'The correct Transaction UID was not given.',
    who: 'app',
  },
  C302: { name: 'Already in progress', headline: '{node} has the step in progress already.', why: 'Another system works on it.' },
  C303: {
    name: 'Must be created as SCHEDULED',
    headline: '{node} creates steps only as scheduled.',
    why: 'A new step must begin in the state SCHEDULED.',
    who: 'app',
  },
  C304: {
    name: 'Final state requirements not met',
    headline: '{node} cannot close the step yet.',
    why: 'What a final state needs is not all there.',
    who: 'app',
  },
  C307: { name: 'No such step', headline: '{node} does not know this step.', why: 'The UID names no step that it manages.' },
  C308: {
    name: 'Receiving AE unknown',
    headline: '{node} does not know the receiving title.',
    why: 'The AE title to notify is not on its list.',
    remedies: ['copy-request'],
  },
  C309: { name: 'Not SCHEDULED', headline: '{node} says the step is not scheduled.', why: 'This needs a step in the state SCHEDULED.' },
  C310: {
    name: 'Not IN PROGRESS',
    headline: '{node} says the step is not in progress.',
    why: 'This needs a step in the state IN PROGRESS.',
  },
  C311: { name: 'Already COMPLETED', headline: '{node} has completed the step already.', why: 'A completed step cannot be changed.' },
  C312: {
    name: 'Performer cannot be contacted',
    headline: '{node} cannot reach who performs the step.',
    why: 'The request to cancel could not be passed on.',
  },
  C313: {
    name: 'Performer does not cancel',
    headline: '{node} says the performer goes on.',
    why: 'Who performs the step chose not to cancel it.',
  },
  C314: {
    name: 'Wrong action for this instance',
    headline: '{node} does not do this to that step.',
    why: 'The action does not apply to the given instance.',
    who: 'app',
  },
  C315: { name: 'No event reports', headline: '{node} sends no events for steps.', why: 'It does not support event reports.' },
});

export const print = table('PS3.4 Annex H', {
  B600: {
    name: 'Memory allocation not supported',
    headline: '{node} does not reserve memory for prints.',
    why: 'The film session is made all the same.',
  },
  B601: { name: 'Collation not supported', headline: '{node} prints without collation.', why: 'The order of sheets is not kept.' },
  B602: { name: 'Empty session', headline: '{node} had only empty pages to print.', why: 'The film session holds no image.' },
  B603: { name: 'Empty page', headline: '{node} had an empty page to print.', why: 'The film box holds no image.' },
  B604: { name: 'Image demagnified', headline: '{node} prints the image smaller.', why: 'It is larger than the image box.' },
  B605: {
    name: 'Density clipped',
    headline: '{node} limits the densities of the film.',
    why: 'The density asked for is outside of its range.',
  },
  B609: { name: 'Image cropped', headline: '{node} cuts the image to fit.', why: 'It is larger than the image box.' },
  B60A: { name: 'Image decimated', headline: '{node} thins the image out to fit.', why: 'It is larger than the image box.' },
  C600: { name: 'No film box', headline: '{node} has no page to print.', why: 'The film session contains no film box.', who: 'app' },
  C601: {
    name: 'Print queue full',
    headline: 'The print queue of {node} is full.',
    why: 'No further film session is taken.',
    advice: 'Try later.',
    remedies: retry,
  },
  C602: {
    name: 'Print queue full',
    headline: 'The print queue of {node} is full.',
    why: 'No further film box is taken.',
    advice: 'Try later.',
    remedies: retry,
  },
  C603: { name: 'Image too large', headline: '{node} cannot print an image of this size.', why: 'It is larger than the image box.' },
  C605: {
    name: 'Out of memory',
    headline: '{node} has no memory left for the image.',
    why: 'Too much is kept for printing.',
    advice: 'Try later.',
    remedies: retry,
  },
  C606: {
    name: 'More than one VOI LUT',
    headline: '{node} takes one window table per image.',
    why: 'The image box carries more than one VOI LUT.',
    who: 'app',
  },
  C613: {
    name: 'Combined image too large',
    headline: '{node} cannot print the combined image.',
    why: 'Together the images are larger than the page.',
  },
  C616: {
    name: 'Previous page not printed',
    headline: '{node} still waits to print the previous page.',
    why: 'There is a film box that was not printed.',
    advice: 'Try later.',
    remedies: retry,
  },
});

export const mediaCreation = table('PS3.4 Annex S', {
  A510: { name: 'Already started', headline: '{node} has started making this disc already.', why: 'A request is carried out only once.' },
  C201: { name: 'Already completed', headline: '{node} has finished making this disc.', why: 'A finished request cannot be cancelled.' },
  C202: { name: 'Already in progress', headline: '{node} is making this disc now.', why: 'It cannot be interrupted.' },
  C203: { name: 'Cancellation denied', headline: '{node} does not cancel this disc.', why: 'It gives no further reason.' },
});
