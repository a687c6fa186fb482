// A type of fact sheets that the workspace does not have, with those it has.
import type { DataModel } from '../core/model.ts';
import { LandbridgeError } from '../errors.ts';
import { nearestOf } from './nearest.ts';

export function missingType(type: string, { types }: DataModel): LandbridgeError {
  const known = Object.keys(types).sort();
  const nearest = nearestOf(type, known);
  return new LandbridgeError('LX_TYPE_MISSING', {
    type,
    ...(nearest !== undefined && { didYouMean: nearest }),
    known: known.join(', '),
  });
}
