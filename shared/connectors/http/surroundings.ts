// What a connector needs of the world besides the network. The platform hands it in; tests hand in their own.
// Nothing under shared/connectors reads the clock, waits or draws random numbers in another way.

export interface Surroundings {
  /** Milliseconds since 1970. */
  now(): number;
  sleep(ms: number): Promise<void>;
  /** At least 0, below 1. */
  random(): number;
}
