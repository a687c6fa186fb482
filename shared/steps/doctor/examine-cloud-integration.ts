// Looks at one SAP Cloud Integration key and says what is wrong with it. Reads only.
import { parseCloudIntegrationBinding } from '../../connectors/cloud-integration/binding.ts';
import { lookAtCloudIntegration } from '../../connectors/cloud-integration/look-at-cloud-integration.ts';
import { validityOf } from '../../connectors/http/certificate-validity.ts';
import { diagnoseCloudIntegration } from '../../core/doctor/cloud-integration.ts';
import { LandbridgeError } from '../../errors.ts';
import type { Examine } from './examine.ts';

export const examineCloudIntegration: Examine = async ({ connection, credentials, surroundings, meter }) => {
  const now = surroundings.now();
  try {
    const binding = parseCloudIntegrationBinding(connection, credentials);
    const { credential } = binding;
    return diagnoseCloudIntegration({
      binding,
      now,
      ...(credential.kind === 'x509' && { certificate: validityOf(credential.certificate) }),
      look: await lookAtCloudIntegration(binding, { surroundings, meter }),
    });
  } catch (problem) {
    if (!(problem instanceof LandbridgeError)) throw problem;
    return diagnoseCloudIntegration({ problem, now });
  }
};
