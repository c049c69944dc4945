// The normalised services, storage commitment and MPPS on both sides of one line (PS3.7 §10, PS3.4 Annexes F and J).
import { describe, expect, test } from 'vitest';
import { buildDataSet } from '../../core/dicom/build.ts';
import {
  AssociationEndedError,
  checkPerformedProcedureStep,
  commitmentContexts,
  createPerformedProcedureStep,
  MODALITY_PERFORMED_PROCEDURE_STEP,
  mppsContexts,
  readCommitmentReport,
  readCommitmentRequest,
  reportCommitment,
  requestCommitment,
  setPerformedProcedureStep,
  STORAGE_COMMITMENT,
  type CommitmentReport,
} from '../../core/services/index.ts';
import type { Handlers, IncomingN } from '../../core/services/types.ts';
import { until } from '../support/until.ts';
import { loopback, type Loopback } from './loopback.ts';

const line = (n: NonNullable<Handlers['n']>): Promise<Loopback> =>
  loopback({ listen: { supportedContexts: mppsContexts(), on: { n } }, associate: { contexts: mppsContexts() } });

const on = { sopClassUid: MODALITY_PERFORMED_PROCEDURE_STEP, sopInstanceUid: '1.2.3' };

describe('every operation', () => {
  test('reaches the handler with what it carries, and its answer comes back', async () => {
    const seen: Partial<IncomingN>[] = [];
    const answer = buildDataSet({ PatientName: 'Answer' });
    await using both = await line(({ operation, sopClassUid, sopInstanceUid, typeId, attributes, dataSet }) => {
      seen.push({ operation, sopClassUid, sopInstanceUid, ...(typeId !== undefined && { typeId }), ...(attributes && { attributes }) });
      return { status: 0, dataSet: dataSet ?? answer };
    });
    const { association, provider } = both;
    const dataSet = buildDataSet({ PatientName: 'Request' });
    expect((await association.nGet({ ...on, attributes: [0x00100010, 0x00100020] })).dataSet?.text('PatientName')).toBe('Answer');
    expect((await association.nSet({ ...on, dataSet })).dataSet?.text('PatientName')).toBe('Request');
    expect((await association.nAction({ ...on, actionTypeId: 5, dataSet })).status.code).toBe(0);
    expect((await association.nCreate({ ...on, dataSet })).sopInstanceUid).toBe('1.2.3');
    expect((await association.nDelete(on)).status.class).toBe('success');
    expect(seen).toEqual([
      { operation: 'get', ...on, attributes: [0x00100010, 0x00100020] },
      { operation: 'set', ...on },
      { operation: 'action', ...on, typeId: 5 },
      { operation: 'create', ...on },
      { operation: 'delete', ...on },
    ]);
    // Nobody answers events on the user's side.
    expect((await provider.nEventReport({ ...on, eventTypeId: 1 })).status.code).toBe(0x0211);
  });

  test('an instance that the provider names itself', async () => {
    await using both = await line(() => ({ status: 0, sopInstanceUid: '1.2.99' }));
    expect((await both.association.nCreate({ sopClassUid: on.sopClassUid })).sopInstanceUid).toBe('1.2.99');
  });

  test.each([
    [
      'a status with its reasons',
      () => ({ status: 0x0106, errorComment: 'no', offendingElements: [0x00400252] }),
      { code: 0x0106, errorComment: 'no', offendingElements: [0x00400252] },
    ],
    ['nothing', () => undefined as unknown as number, { code: 0x0110 }],
    ['an exception', () => Promise.reject(new Error('broken')), { code: 0x0110 }],
  ])('a handler that gives %s', async (_, n, status) => {
    await using both = await line(n);
    expect((await both.association.nGet(on)).status).toMatchObject(status);
    expect((await both.association.nGet(on)).status).toMatchObject(status);
  });

  test('an association that ends before the answer is an error with its end', async () => {
    await using both = await line(() => new Promise(() => undefined));
    const answer = both.association.nGet(on);
    await until(() => both.provider.traffic.messagesIn === 1, { what: 'the request' });
    both.provider.abort();
    await expect(answer).rejects.toBeInstanceOf(AssociationEndedError);
  });
});

describe('storage commitment', () => {
  const instances = [
    { sopClassUid: '1.2.840.10008.5.1.4.1.1.2', sopInstanceUid: '1.2.1' },
    { sopClassUid: '1.2.840.10008.5.1.4.1.1.4', sopInstanceUid: '1.2.2' },
  ];

  test.each([
    ['everything is safe', { committed: instances, failed: [] }, 1],
    [
      'something is not',
      { committed: instances.slice(0, 1), failed: instances.slice(1).map((instance) => ({ ...instance, reason: 0x0112 })) },
      2,
    ],
  ])('%s: asked and reported on the same association', async (_, result, type) => {
    const reports: [CommitmentReport | undefined, number | undefined][] = [];
    let asked: unknown;
    await using both = await loopback({
      listen: {
        supportedContexts: commitmentContexts(),
        on: {
          n: (request) => {
            asked = readCommitmentRequest(request);
            return 0;
          },
        },
      },
      associate: { contexts: commitmentContexts() },
      user: {
        n: (request) => {
          reports.push([readCommitmentReport(request), request.typeId]);
          return 0;
        },
      },
    });
    const request = { transactionUid: '2.25.1', instances };
    expect((await requestCommitment(both.association, request)).status.code).toBe(0);
    expect(asked).toEqual(request);
    expect((await reportCommitment(both.provider, { transactionUid: '2.25.1', ...result })).status.code).toBe(0);
    expect(reports).toEqual([[{ transactionUid: '2.25.1', ...result }, type]]);
  });

  test('reported on a new association, where the caller takes the role of SCP', async () => {
    const reports: (CommitmentReport | undefined)[] = [];
    await using both = await loopback({
      listen: {
        supportedContexts: commitmentContexts().map((context) => ({ ...context, scpRole: true })),
        on: {
          n: (request) => {
            reports.push(readCommitmentReport(request));
            return 0;
          },
        },
      },
      associate: { contexts: commitmentContexts(), roles: [{ sopClassUid: STORAGE_COMMITMENT, scu: false, scp: true }] },
    });
    expect((await reportCommitment(both.association, { transactionUid: '2.25.1', committed: instances, failed: [] })).status.code).toBe(0);
    expect(reports).toMatchObject([{ transactionUid: '2.25.1', committed: instances }]);
    await expect(requestCommitment(both.association, { transactionUid: '2.25.1', instances })).rejects.toMatchObject({
      code: 'role-not-negotiated',
    });
  });
});

test('a performed procedure step goes from IN PROGRESS to COMPLETED and no further', async () => {
  const steps = new Map<string, string>();
  await using both = await line((request) => {
    const status = checkPerformedProcedureStep(request, steps.get(request.sopInstanceUid)) ?? 0x0122;
    if (status === 0) steps.set(request.sopInstanceUid, request.dataSet?.text('PerformedProcedureStepStatus') ?? '');
    return status;
  });
  const step = (status: string): { readonly sopInstanceUid: string; readonly dataSet: ReturnType<typeof buildDataSet> } => ({
    sopInstanceUid: '1.2.3',
    dataSet: buildDataSet({ PerformedProcedureStepStatus: status }),
  });
  const { association } = both;
  expect((await setPerformedProcedureStep(association, step('COMPLETED'))).status.code).toBe(0x0112);
  expect((await createPerformedProcedureStep(association, step('COMPLETED'))).status.code).toBe(0x0106);
  expect((await createPerformedProcedureStep(association, step('IN PROGRESS'))).status.code).toBe(0);
  expect((await createPerformedProcedureStep(association, step('IN PROGRESS'))).status.code).toBe(0x0111);
  expect((await setPerformedProcedureStep(association, step('COMPLETED'))).status.code).toBe(0);
  expect((await setPerformedProcedureStep(association, step('DISCONTINUED'))).status.code).toBe(0x0110);
});
