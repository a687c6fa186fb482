// The audit trail: what happened to each fact sheet while the simulator ran. The generated past has none.
import type { UndoLog } from './undo-log.ts';
import type { User } from './users.ts';

/** Names of leanix-api 9; that the audit trail has the same ones is only seen for tags (example 17). */
export const eventTypes = [
  'FACT_SHEET_CREATED',
  'FACT_SHEET_UPDATED',
  'FACT_SHEET_ARCHIVED',
  'FACT_SHEET_RECOVERED',
  'FACT_SHEET_FIELD_UPDATED',
  'FACT_SHEET_TAG_ADDED',
  'FACT_SHEET_TAG_REMOVED',
  'RELATION_CREATED',
  'RELATION_UPDATED',
  'RELATION_DELETED',
  'DOCUMENT_CREATED',
  'DOCUMENT_UPDATED',
  'DOCUMENT_DELETED',
  'SUBSCRIPTION_CREATED',
  'SUBSCRIPTION_UPDATED',
  'SUBSCRIPTION_DELETED',
  'COMMENT_CREATED',
] as const;

export type EventType = (typeof eventTypes)[number];

export interface LogFacts {
  eventType: EventType;
  path?: string;
  oldValue?: string | null;
  newValue?: string | null;
  message?: string | null;
}

export interface LogEvent extends LogFacts {
  readonly id: string;
  /** Microseconds since 1970. */
  readonly createdAt: number;
  readonly user: User;
}

export interface LogStore {
  /** In the order they happened. */
  of(factSheetId: string): readonly LogEvent[];
  add(factSheetId: string, user: User, facts: readonly LogFacts[]): void;
}

export function createLogStore(undo: UndoLog, now: () => number): LogStore {
  const byFactSheet = new Map<string, LogEvent[]>();
  /** The recorded example has such a number. */
  let lastId = 4710;

  return {
    of: (factSheetId) => byFactSheet.get(factSheetId) ?? [],
    add(factSheetId, user, facts) {
      if (facts.length === 0) return;
      const events = byFactSheet.get(factSheetId) ?? [];
      byFactSheet.set(factSheetId, events);
      for (const fact of facts) {
        lastId += 1;
        events.push({ ...fact, id: String(lastId), createdAt: now() * 1000, user });
      }
      undo.add(() => void events.splice(-facts.length));
    },
  };
}
