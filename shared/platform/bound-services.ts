// The services bound to this process, whatever they are for: VCAP_SERVICES, a file, or default-env.json. Whoever
// asks says which it means; credentials stay inside what is returned.
import { LandbridgeError } from '../errors.ts';
import { bindFile, boundServiceNames, hasBoundServices } from './environment.ts';
import { rememberSecrets } from './known-secrets.ts';

export interface BoundService {
  name: string;
  label?: string;
  plan?: string | null;
  tags?: readonly string[] | null;
  credentials?: Readonly<Record<string, unknown>> | null;
}

export type FindServices = (isMeant: (service: BoundService) => boolean) => BoundService[];

/**
 * @param file bindings that take the place of the environment's
 * @throws CFG_BINDINGS_UNREADABLE; CFG_BINDING_AMBIGUOUS when two have one name
 */
export async function loadBoundServices(file?: string): Promise<FindServices> {
  if (file !== undefined) await bindFile(file);
  const { filterServices, loadEnv } = await import('@sap/xsenv');
  if (!hasBoundServices()) unquoted('default-env.json', () => loadEnv());
  const names = await boundServiceNames();
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice !== undefined) throw new LandbridgeError('CFG_BINDING_AMBIGUOUS', { service: twice });
  const find: FindServices = (isMeant) => unquoted('environment', () => filterServices(isMeant));
  rememberSecrets(find(() => true));
  return find;
}

/** What xsenv throws may quote the text it could not read. */
function unquoted<Result>(source: string, read: () => Result): Result {
  try {
    return read();
  } catch {
    throw new LandbridgeError('CFG_BINDINGS_UNREADABLE', { source });
  }
}
