// Looks at one SAP Cloud ALM key and says what is wrong with it. Reads only.
import { parseCloudAlmBinding, usesCertificate } from '../../connectors/cloud-alm/binding.ts';
import { lookAtCloudAlm } from '../../connectors/cloud-alm/look-at-cloud-alm.ts';
import { instanceParameters, scopesFor, type Use } from '../../connectors/cloud-alm/scopes.ts';
import { readServiceKey } from '../../connectors/cloud-alm/service-key.ts';
import { validityOf } from '../../connectors/http/certificate-validity.ts';
import { diagnoseCloudAlm } from '../../core/doctor/cloud-alm.ts';
import { LandbridgeError } from '../../errors.ts';
import { flowOf } from '../../flows/flows.ts';
import type { Store } from '../../store/store.ts';
import { listRuns } from '../run.ts';
import type { Examination, Examine } from './examine.ts';
import { isUse } from './scopes.ts';

export const examineCloudAlm: Examine = async (examination) => {
  const { connection: name, instanceName, credentials, surroundings, meter, store } = examination;
  const uses = usesOf(examination);
  const needs = scopesFor(uses);
  const key = readServiceKey(credentials);
  // A new instance is to have keys of the kind that is used.
  const credentialType = usesCertificate(key) ? 'x509' : 'binding-secret';
  const scopes = needs.map(({ scope }) => scope);
  const shared = {
    key,
    service: { name, instanceName },
    needs,
    parameters: instanceParameters(scopes, undefined, credentialType),
    now: surroundings.now(),
    ...(store !== undefined && { readThisMonth: await readSince(store, startOfMonth(surroundings.now())) }),
  };
  try {
    const binding = parseCloudAlmBinding(name, credentials);
    const { credential } = binding;
    return diagnoseCloudAlm({
      ...shared,
      binding,
      ...(credential.kind === 'x509' && { certificate: validityOf(credential.certificate) }),
      look: await lookAtCloudAlm(binding, uses, { surroundings, meter }),
    });
  } catch (thrown) {
    if (!(thrown instanceof LandbridgeError)) throw thrown;
    return diagnoseCloudAlm({ ...shared, problem: thrown });
  }
};

function usesOf({ uses, flows }: Examination): Use[] {
  const wanted = uses ?? flows.map(({ name }) => flowOf(name) ?? '');
  const known = [...new Set(wanted.filter(isUse))];
  return known.length === 0 ? ['landscape'] : known;
}

function startOfMonth(now: number): string {
  return `${new Date(now).toISOString().slice(0, 7)}-01T00:00:00.000Z`;
}

async function readSince(store: Store, since: string): Promise<number> {
  const runs = await listRuns(store);
  return runs
    .filter(({ startedAt }) => startedAt >= since)
    .reduce((sum, { requests }) => sum + (requests['cloud-alm']?.bytes ?? 0), 0);
}
