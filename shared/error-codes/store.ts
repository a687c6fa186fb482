// Error codes of the store, and what should never happen.
import type { ErrorEntry } from './error-entry.ts';

export const storeCodes = {
  STORE_UNREADABLE: {
    what: 'The store cannot be opened',
    why: 'The path does not exist, is not writable, or the file is no Landbridge store.',
    cure: 'Check the path given with --state and its rights.',
    retryable: false,
    fixableBy: 'operator',
  },
  STORE_WRITE_FAILED: {
    what: 'The store could not be written',
    why: 'The disk is full or read-only.',
    cure: 'Make room or change the rights, then run again: the run goes on where it stopped.',
    retryable: true,
    fixableBy: 'operator',
  },
  STORE_SCHEMA_NEWER: {
    what: 'The store was written by a newer version of Landbridge',
    why: 'The program was rolled back.',
    cure: 'Use the newer version, or another state.',
    retryable: false,
    fixableBy: 'operator',
  },
  STORE_OCCUPIED: {
    what: 'The store already holds something else than the file, so nothing was imported',
    why: 'Runs or links are there that the file does not know; mixing both would make neither true.',
    cure: 'Import into a new state: name a file that does not exist with --state.',
    retryable: false,
    fixableBy: 'user',
  },
  STORE_EXPORT_UNREADABLE: {
    what: 'The file is no export of a store, or only a part of one',
    why: 'It was cut off, edited, or written by something else than landbridge state export.',
    cure: 'Export it once more and copy the whole file; nothing was imported.',
    retryable: false,
    fixableBy: 'user',
  },
  STORE_EXPORT_DISTURBED: {
    what: 'A run changed the store while it was read, so nothing was exported',
    why: 'A sync was under way at the same time.',
    cure: 'Wait until it has ended (landbridge runs), then export again.',
    retryable: true,
    fixableBy: 'user',
  },
  STORE_VALUE_TOO_LARGE: {
    what: 'A value is larger than the store takes',
    why: 'A step tried to keep more than 256 KB under one key.',
    cure: 'Report this with the facts named.',
    retryable: false,
    fixableBy: 'us',
  },
  STORE_BUSY: {
    what: 'The store is locked by another program',
    why: 'A backup, a database browser or another Landbridge process kept its file locked.',
    cure: 'Close the other program, or wait for it, then run again: the run goes on where it stopped.',
    retryable: true,
    fixableBy: 'operator',
  },
  STORE_VALUE_DAMAGED: {
    what: 'A stored value cannot be read',
    why: 'The store was edited or damaged, or another version of Landbridge wrote the value.',
    cure: 'Start with another state: links are found again by their external ids.',
    retryable: false,
    fixableBy: 'operator',
  },
  STORE_BLOB_MISSING: {
    what: 'A part of the stored state is missing',
    why: 'The store was edited, damaged, or restored from an older copy.',
    cure: 'Start with another state: links are found again by their external ids.',
    retryable: false,
    fixableBy: 'operator',
  },
  STORE_LEASE_LOST: {
    what: 'This process lost its lease to another one and stopped before writing',
    why: 'It was suspended longer than the lease lasts.',
    cure: 'Nothing to do: the other process goes on with the run.',
    retryable: true,
    fixableBy: 'operator',
  },
  BUG_UNEXPECTED: {
    what: 'Something happened that Landbridge does not expect',
    why: 'This is a fault of Landbridge.',
    cure: 'Run again; if it stays, report it with the facts named.',
    retryable: true,
    fixableBy: 'us',
  },
} as const satisfies Record<string, ErrorEntry>;
