// A storage SCP on dcmjs-dimse, written as its documentation shows: `node dcmjs-dimse-scp.mjs FOLDER PORT`. Part of the bench alone.
import path from 'node:path';
import dcmjsDimse from 'dcmjs-dimse';

const { Server, Scp, constants, log, responses } = dcmjsDimse;
const { PresentationContextResult, Status, TransferSyntax } = constants;
const [folder, port] = process.argv.slice(2);
log.disableAll?.();

class StorageScp extends Scp {
  associationRequested(association) {
    association.setMaxPduLength(131_072);
    for (const { id } of association.getPresentationContexts()) {
      const context = association.getPresentationContext(id);
      const plain = context.getTransferSyntaxUids().find((syntax) => syntax === TransferSyntax.ExplicitVRLittleEndian);
      if (plain) context.setResult(PresentationContextResult.Accept, plain);
      else context.setResult(PresentationContextResult.RejectTransferSyntaxesNotSupported);
    }
    this.sendAssociationAccept();
  }

  cStoreRequest(request, callback) {
    const file = path.join(folder, `${request.getAffectedSopInstanceUid()}.dcm`);
    request.getDataset().toFile(file, (error) => {
      const response = responses.CStoreResponse.fromRequest(request);
      response.setStatus(error ? Status.ProcessingFailure : Status.Success);
      callback(response);
    });
  }

  associationReleaseRequested() {
    this.sendAssociationReleaseResponse();
  }
}

new Server(StorageScp).listen(Number(port));
