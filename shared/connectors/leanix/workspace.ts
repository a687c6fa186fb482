// Reads from an access token which workspace it leads to. A token that is not the documented JWT names none:
// then the host stands in for it.
import { jwtDecode } from 'jwt-decode';
import * as z from 'zod/mini';
import type { Workspace } from '../../core/model.ts';
import { Claims } from './schema.ts';

export function workspaceOf(accessToken: string, host: string): Workspace {
  const claims = z.safeParse(Claims, decode(accessToken));
  if (!claims.success) return { id: host, name: host, host };
  const { workspaceId, workspaceName, role } = claims.data.principal.permission;
  const name = workspaceName === '' ? host : workspaceName;
  return { id: workspaceId, name, host, ...(role !== '' && { role }) };
}

function decode(accessToken: string): unknown {
  try {
    return jwtDecode(accessToken);
  } catch {
    return undefined;
  }
}
