// The services bound to this process, whatever they are for: VCAP_SERVICES, a file, or default-env.json. Whoever
// asks says which it means; credentials stay inside what is returned.
import { LandbridgeError } from '../errors.ts';
import { bindSecret } from './bind-secret.ts';
import { bindFile, boundServiceNames, hasBoundServices } from './environment.ts';
import { rememberSecrets } from './known-secrets.ts';

export interface BoundService {
  name: string;
  label?: string;
  /** Of Cloud Foundry; elsewhere there is only the name. */
  instance_name?: string;
  plan?: string | null;
  tags?: readonly string[] | null;
  credentials?: Readonly<Record<string, unknown>> | null;
}

export type FindServices = (isMeant: (service: BoundService) => boolean) => BoundService[];

/**
 * @param file bindings that take the place of the environment's
 * @throws CFG_BINDINGS_UNREADABLE, CFG_SECRET_REFUSED; CFG_BINDING_AMBIGUOUS when two have one name
 */
export async function loadBoundServices(file?: string): Promise<FindServices> {
  const { filterServices, loadEnv } = await import('@sap/xsenv');
  // From here on nothing is waited for but what was read: another context may bind a file of its own next.
  if (file !== undefined) await bindFile(file);
  else await bindSecret();
  if (!hasBoundServices()) unquoted('default-env.json', () => loadEnv());
  const names = await boundServiceNames();
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice !== undefined) throw new LandbridgeError('CFG_BINDING_AMBIGUOUS', { service: twice });
  const services: readonly BoundService[] = unquoted('environment', () => filterServices(() => true));
  rememberSecrets(services);
  return (isMeant) => services.filter(isMeant);
}

/** What xsenv throws may quote the text it could not read. */
function unquoted<Result>(source: string, read: () => Result): Result {
  try {
    return read();
  } catch {
    throw new LandbridgeError('CFG_BINDINGS_UNREADABLE', { source });
  }
}
