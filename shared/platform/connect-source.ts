// Connects the source that a binding leads to. Its connector is loaded only here: a flow never loads that of another.
import type { ConnectionOptions } from '../connectors/http/http.ts';
import type { Source } from '../core/model.ts';
import type { SourceBinding } from './bindings.ts';

export async function connectSource(binding: SourceBinding, options: ConnectionOptions): Promise<Source> {
  switch (binding.system) {
    case 'cloud-alm': {
      const { connectCloudAlm } = await import('../connectors/cloud-alm/connect-cloud-alm.ts');
      return connectCloudAlm(binding, options);
    }
    case 'cloud-integration': {
      const { connectCloudIntegration } = await import(
        '../connectors/cloud-integration/connect-cloud-integration.ts'
      );
      return connectCloudIntegration(binding, options);
    }
  }
}
