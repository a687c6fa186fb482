// Certificates of a test's own authority, made by openssl when they are needed and gone with the test: no
// private key stands in the project.
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export interface Certificate {
  key: string;
  cert: string;
}

export interface Authority {
  /** The certificate to trust, as a file. */
  file: string;
  cert: string;
  issue(host: string, how?: { expired?: boolean; days?: number }): Certificate;
  remove(): void;
}

const newKey = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes'];

export const hasOpenssl = spawnSync('openssl', ['version']).status === 0;

export function makeAuthority(): Authority {
  const folder = mkdtempSync(join(tmpdir(), 'landbridge-ca-'));
  const at = (name: string) => join(folder, name);
  const read = (name: string) => readFileSync(at(name), 'utf8');
  const openssl = (...args: string[]) => execFileSync('openssl', args, { cwd: folder, stdio: 'pipe' });
  const subject = (name: string) => ['-subj', `/CN=${name}`];
  openssl('req', '-x509', ...newKey, '-keyout', 'ca.key', '-out', 'ca.pem', '-days', '2', ...subject('Test'));
  return {
    file: at('ca.pem'),
    cert: read('ca.pem'),
    issue(host, { expired = false, days: valid = 1 } = {}) {
      const names = ['-addext', `subjectAltName=DNS:${host}`];
      openssl('req', ...newKey, '-keyout', 'leaf.key', '-out', 'leaf.csr', ...subject(host), ...names);
      const signedBy = ['-CA', 'ca.pem', '-CAkey', 'ca.key', '-CAcreateserial', '-copy_extensions', 'copy'];
      const days = ['-days', expired ? '-1' : String(valid)];
      openssl('x509', '-req', '-in', 'leaf.csr', ...signedBy, ...days, '-out', 'leaf.pem');
      return { key: read('leaf.key'), cert: read('leaf.pem') };
    },
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}
