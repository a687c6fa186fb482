// Reads bindings in whatever form they were saved: default-env.json, VCAP_SERVICES itself, one service key
// alone as the cockpit shows it, its base64, or lines of `label: value` as forms ask for them.
import { readFile } from 'node:fs/promises';
import * as z from 'zod/mini';
import { looksLikeCloudAlm } from '../connectors/cloud-alm/binding.ts';
import { speltMembers, unwrapCredentials } from '../connectors/http/spelt-members.ts';
import { looksLikeLeanIx } from '../connectors/leanix/binding.ts';
import { LandbridgeError } from '../errors.ts';

const Services = z.record(z.string(), z.array(z.unknown()));
const Named = z.object({ VCAP_SERVICES: z.record(z.string(), z.unknown()) });

/** @returns VCAP_SERVICES. @throws CFG_BINDINGS_UNREADABLE */
export async function readBindingsFile(file: string): Promise<Readonly<Record<string, unknown>>> {
  return parseBindings(await readText(file), file);
}

/** @param file what it is called when it cannot be read. @returns VCAP_SERVICES. @throws CFG_BINDINGS_UNREADABLE */
export function parseBindings(text: string, file: string): Readonly<Record<string, unknown>> {
  const content = parseText(text);
  if (content === undefined)
    throw new LandbridgeError('CFG_BINDINGS_UNREADABLE', { file, reason: 'not JSON' });
  const named = Named.safeParse(content);
  if (named.success) return named.data.VCAP_SERVICES;
  const services = Services.safeParse(content);
  if (services.success) return services.data;
  const name = nameOfKey(content);
  if (name === undefined) throw new LandbridgeError('CFG_BINDINGS_UNREADABLE', { file });
  const credentials = unwrapCredentials(content);
  return { 'user-provided': [{ name, label: 'user-provided', tags: [], credentials }] };
}

async function readText(file: string): Promise<string> {
  try {
    // Editors of Windows put a byte order mark in front.
    return (await readFile(file, 'utf8')).replace(/^\ufeff/, '');
  } catch {
    throw new LandbridgeError('CFG_BINDINGS_UNREADABLE', { file, reason: 'not readable' });
  }
}

/** The text may hold secrets, and a parser's message would quote it. */
function parseText(text: string): unknown {
  return parseJson(text) ?? parseBase64(text) ?? parseLines(text);
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function parseBase64(text: string): unknown {
  const trimmed = text.replaceAll(/\s/g, '');
  if (!/^[A-Za-z0-9+/_-]{16,}=*$/.test(trimmed)) return undefined;
  const decoded = parseJson(Buffer.from(trimmed, 'base64').toString());
  return typeof decoded === 'object' && decoded !== null ? decoded : undefined;
}

function parseLines(text: string): Record<string, string> | undefined {
  const lines = text.split(/\r?\n/).filter((line) => line.trim() !== '' && !/^\s*#/.test(line));
  const pairs = lines.map((line) => /^\s*([^:=→]+?)\s*[:=→]\s*(.*?)\s*$/.exec(line));
  if (pairs.length < 2 || pairs.some((pair) => pair === null)) return undefined;
  return Object.fromEntries(pairs.map((pair) => [pair?.[1] ?? '', unquoted(pair?.[2] ?? '')]));
}

function unquoted(text: string): string {
  return /^(["']).*\1$/.test(text) ? text.slice(1, -1) : text;
}

/** A name for the service that a single key is of; undefined for what is no key. */
function nameOfKey(content: unknown): string | undefined {
  if (looksLikeLeanIx(content)) return 'leanix';
  if (looksLikeCloudAlm(content)) return 'calm-api';
  const whole = unwrapCredentials(content);
  if (speltMembers(whole.oauth).has('clientid')) return 'cloud-integration';
  const members = speltMembers(whole);
  return members.has('clientid') || speltMembers(whole.uaa).has('clientid') ? 'calm-api' : undefined;
}
