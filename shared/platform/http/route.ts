// What answers by HTTP, as plain data: the same routes are served on AWS Lambda and on Cloud Foundry. A route
// names the scope its caller needs; that it has it was checked before `answer` is called.
import type * as z from 'zod/mini';

/** Local scopes of the application, as xs-security.json declares them. */
export const scopes = ['Run', 'Review', 'View', 'Webhook', 'JobScheduler'] as const;
export type Scope = (typeof scopes)[number];

/** Who calls, as the token says that was checked. */
export interface Caller {
  /** A person signed in; a client is a program with credentials of its own. */
  kind: 'person' | 'client';
  /** Of a person the user id of XSUAA, of a client its client id. Names nobody by itself. */
  id: string;
  /** The logon name of a person: personal data, for records a person asked for, never for logs. */
  name?: string;
}

export interface Call {
  request: Request;
  /** Absent where anyone may call. */
  caller: Caller | undefined;
  /** Decoded parts of the path: `/runs/:run` gives `run`. */
  params: Readonly<Record<string, string>>;
  query: URLSearchParams;
  /** @throws HOOK_BODY */
  readJson<Shape>(schema: z.ZodMiniType<Shape>): Promise<Shape>;
}

export interface Route {
  method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  path: string;
  /** `Anyone`: without a token, for what tells nothing and does nothing. */
  scope: Scope | 'Anyone';
  answer(call: Call): Response | Promise<Response>;
}
