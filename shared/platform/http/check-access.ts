// Who may call: checks the token of a request with SAP's own library against the bound XSUAA, then the scope.
// The same on both clouds; whatever a gateway in front has checked is not relied on.
import type { XsuaaSecurityContext, XsuaaService } from '@sap/xssec';
import { LandbridgeError } from '../../errors.ts';
import { loadBoundServices } from '../bound-services.ts';
import { isXsuaa, parseXsuaaBinding } from '../xsuaa-binding.ts';
import type { AppTools } from './create-app.ts';
import type { Caller } from './route.ts';

type Xssec = typeof import('@sap/xssec');

/** The Job Scheduling service waits 15 s for an answer, an HTTP API of AWS 30 s. */
const retry = { strategy: 'exponential', retries: 2, initialDelay: 100, factor: 3, maxDelay: 400 } as const;

/** Its keys are fetched with the first token and kept, so there is one of these a container. */
export async function openAccess(): Promise<AppTools['checkAccess']> {
  const find = await loadBoundServices();
  const bindings = find(isXsuaa).map(parseXsuaaBinding);
  if (bindings.length === 0) throw new LandbridgeError('CFG_BINDING_MISSING', { service: 'XSUAA' });
  const xssec = await import('@sap/xssec');
  const services = bindings.map((binding) => new xssec.XsuaaService(binding, { requests: { retry } }));

  return async (request, scope) => {
    const jwt = /^Bearer +(\S+)$/i.exec(request.headers.get('authorization') ?? '')?.[1];
    if (jwt === undefined) throw new LandbridgeError('HOOK_UNAUTHENTICATED', { reason: 'no token' });
    const contexts = await acceptedBy(xssec, services, jwt);
    const context = contexts.find((each) => each.checkLocalScope(scope));
    if (context === undefined) throw new LandbridgeError('HOOK_FORBIDDEN', { scope });
    return callerOf(context);
  };
}

/** @throws HOOK_UNAUTHENTICATED, HOOK_XSUAA_UNREACHABLE when none accepts the token, for the most telling reason */
async function acceptedBy(
  { errors }: Xssec,
  services: readonly XsuaaService[],
  jwt: string,
): Promise<XsuaaSecurityContext[]> {
  const tried = await Promise.allSettled(services.map((service) => service.createSecurityContext(jwt, {})));
  const accepted = tried.flatMap((each) => (each.status === 'fulfilled' ? [each.value] : []));
  if (accepted.length > 0) return accepted;
  const refusals: unknown[] = tried.flatMap((each) => (each.status === 'rejected' ? [each.reason] : []));
  const unreached = refusals.find((reason) => !(reason instanceof errors.ValidationError));
  if (unreached !== undefined) throw new LandbridgeError('HOOK_XSUAA_UNREACHABLE', {}, { cause: unreached });
  const telling = refusals.find((reason) => !(reason instanceof errors.WrongAudienceError)) ?? refusals[0];
  throw new LandbridgeError('HOOK_UNAUTHENTICATED', { reason: nameOf(telling) });
}

/** `ExpiredTokenError`: says what is wrong and quotes nothing of the token, as the message would. */
function nameOf(thrown: unknown): string {
  return thrown instanceof Error ? thrown.name : 'unknown';
}

function callerOf(context: XsuaaSecurityContext): Caller {
  const { token } = context;
  const name = context.getLogonName();
  // A token of client credentials has no user.
  if (name === null) return { kind: 'client', id: token.clientId ?? 'unknown' };
  return { kind: 'person', id: token.userId, name };
}
