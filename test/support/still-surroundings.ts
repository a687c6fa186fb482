// Surroundings whose time stands still until somebody sleeps: then it jumps. Every wait is kept.
import type { Surroundings } from '../../shared/connectors/http/surroundings.ts';

export interface StillSurroundings extends Surroundings {
  waits: number[];
  advance(ms: number): void;
}

export function stillSurroundings(random = 0.5): StillSurroundings {
  let time = Date.UTC(2026, 0, 15);
  const waits: number[] = [];
  return {
    waits,
    now: () => time,
    random: () => random,
    async sleep(ms) {
      waits.push(ms);
      time += ms;
    },
    advance(ms) {
      time += ms;
    },
  };
}
