// The secrets this process was given, by value, so that the log can strike them out wherever they turn up.
const secretMember = /secret|password|token|^key$|certificate/i;

/** Shorter ones would strike words out of ordinary sentences. */
const shortest = 8;

const known = new Set<string>();

export function knownSecrets(): Iterable<string> {
  return known;
}

/** Takes up what stands under a secret's name, however deep. */
export function rememberSecrets(credentials: unknown, name = ''): void {
  if (typeof credentials === 'string') {
    if (secretMember.test(name) && credentials.length >= shortest) known.add(credentials);
  } else if (typeof credentials === 'object' && credentials !== null) {
    for (const [member, value] of Object.entries(credentials)) rememberSecrets(value, member);
  }
}
