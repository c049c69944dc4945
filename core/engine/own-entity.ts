/** Our application entity under the title of the settings: associations that name no calling title of their own take the title in force. */
import type { ApplicationEntity } from '../services/types.ts';

export function underTitle(entity: ApplicationEntity, title: () => string): ApplicationEntity {
  return {
    get title() {
      return title();
    },
    associate: (request) => entity.associate({ ...request, callingTitle: request.callingTitle ?? title() }),
    listen: (options) => entity.listen(options),
  };
}
