/** An archive that answers any search at STUDY level with as many studies as it is told, as fast as the line takes them. */
import { offerOf } from '../../core/engine/own-server.ts';
import { createApplicationEntity } from '../../core/services/index.ts';
import { buildDataSet } from '../../core/dicom/build.ts';
import { benchStudy } from './patients.ts';

export interface Matches extends AsyncDisposable {
  readonly port: number;
  /** Whether a search was answered to its end. */
  ended(): boolean;
}

export async function startMatches(count: number): Promise<Matches> {
  const answers = Array.from({ length: count }, (_, index) => {
    const { values, series } = benchStudy(index, 200);
    const { Modality = '', ...study } = values;
    return buildDataSet({
      SpecificCharacterSet: 'ISO_IR 192',
      ...study,
      ModalitiesInStudy: Modality,
      NumberOfStudyRelatedSeries: series.length,
      NumberOfStudyRelatedInstances: series.reduce((sum, { instances }) => sum + instances, 0),
    });
  });
  let ended = false;
  const server = await createApplicationEntity({ title: 'ARCHIVE' }).listen({
    host: '127.0.0.1',
    port: 0,
    ...offerOf({
      find: function* () {
        ended = false;
        yield* answers;
        ended = true;
      },
    }),
  });
  return { port: server.port, ended: () => ended, [Symbol.asyncDispose]: async () => server.close() };
}
