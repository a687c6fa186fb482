// What is handed from step to step: names, never records. An existing engine stands behind it: in process on
// a laptop, a cloud queue elsewhere. Delivery is at least once and in any order. Every adapter passes the suite in
// test/contract/queue/queue-contract.ts.

export const stepNames = ['token', 'pull', 'match', 'write', 'report'] as const;

export type StepName = (typeof stepNames)[number];

export interface Message {
  run: string;
  flow: string;
  step: StepName;
  /** Tenant of the source that a pull is for. */
  source?: string;
  /** How long the engine holds the message back. */
  delayMs?: number;
}

export interface Queue {
  /** @throws QUEUE_REFUSED; then the message was not sent, or may have been. */
  send(message: Message): Promise<void>;
}
