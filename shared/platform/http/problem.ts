// An error as an answer by HTTP (RFC 9457): its code, what happened, which thing, why and what to do. What was
// not expected is told without its details; those go to the log.
import type { ErrorCode, LandbridgeError } from '../../errors.ts';

/** All others are our own trouble: 503 where the same call may succeed later, else 500. */
const statuses: Readonly<Partial<Record<ErrorCode, number>>> = {
  HOOK_UNAUTHENTICATED: 401,
  HOOK_FORBIDDEN: 403,
  HOOK_NOT_FOUND: 404,
  HOOK_BODY: 400,
  HOOK_BODY_TOO_LARGE: 413,
  CFG_EVENT: 400,
  CFG_USAGE: 400,
  CFG_FLOW_UNKNOWN: 404,
  CFG_CONNECTION_UNKNOWN: 404,
  PLAN_FLOW_HELD: 409,
  PLAN_UNFINISHED: 409,
  INBOX_FLOW_UNKNOWN: 404,
  INBOX_ITEM_UNKNOWN: 404,
  INBOX_FACT_SHEET_UNKNOWN: 404,
  INBOX_NOT_READ: 404,
  INBOX_NOTHING_CHOSEN: 400,
  INBOX_NO_SELECTION: 400,
  INBOX_SEVERAL_FLOWS: 400,
  INBOX_ITEM_AMBIGUOUS: 409,
  INBOX_FACT_SHEET_AMBIGUOUS: 409,
  INBOX_FACT_SHEET_TAKEN: 409,
  INBOX_DECIDED_MEANWHILE: 409,
  INBOX_LINKED: 409,
  INBOX_NEEDS_CHOICE: 409,
  INBOX_NOT_DECIDED: 409,
  INBOX_NOT_WAITING: 409,
};

export function problemOf(error: LandbridgeError): Response {
  const { code, message: title, why, cure, facts } = error;
  const status = statuses[code] ?? (code !== 'BUG_UNEXPECTED' && error.retryable ? 503 : 500);
  const headers = {
    'content-type': 'application/problem+json',
    ...(status === 401 && { 'www-authenticate': 'Bearer' }),
  };
  const detail = `${why} ${cure}`;
  const body = { type: `urn:landbridge:${code}`, title, status, detail, code, facts };
  return new Response(JSON.stringify(body), { status, headers });
}
