// All that a store file holds, as somebody sees it who has the file and looks everywhere: the raw bytes of it
// and its side files, and every value, unpacked where it is packed.
import { existsSync, readFileSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { zstdDecompressSync } from 'node:zlib';

/** Raw bytes first, for opening the database moves what stands in the side files. */
export function readStoreTexts(file: string): { raw: Record<string, string>; values: string[] } {
  const raw: Record<string, string> = {};
  for (const suffix of ['', '-wal', '-shm']) {
    if (existsSync(`${file}${suffix}`)) raw[suffix] = readFileSync(`${file}${suffix}`, 'latin1');
  }
  const database = new DatabaseSync(file);
  try {
    const tables = database.prepare("SELECT name FROM sqlite_schema WHERE type = 'table'").all();
    const rows = tables.flatMap(({ name }) => database.prepare(`SELECT * FROM "${name}"`).all());
    return { raw, values: rows.flatMap((row) => Object.values(row).map(textOf)) };
  } finally {
    database.close();
  }
}

function textOf(value: unknown): string {
  if (!(value instanceof Uint8Array)) return String(value);
  try {
    return zstdDecompressSync(value).toString('latin1');
  } catch {
    return Buffer.from(value).toString('latin1');
  }
}
