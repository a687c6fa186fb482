// The rules of names in the BTP cockpit for instances and bindings of the SAP Cloud ALM API (systems-and-peers
// L-4, L-6, L-10).

export const longestInstanceName = 32;

/** Why the name breaks the rules; undefined when it keeps them. */
export function breakOfInstanceName(name: string): string | undefined {
  if (name === '') return 'it is empty';
  if (name.length > longestInstanceName)
    return `it has ${name.length} characters, ${longestInstanceName} are allowed`;
  const odd = [...new Set(name.replaceAll(/[A-Za-z0-9._-]/g, ''))];
  return odd.length === 0 ? undefined : `it has ${odd.map((each) => `"${each}"`).join(' ')}`;
}

/** `<system id>_<client>_<system number>`: as credentials of managed systems are called. */
export function isGeneratedName(bindingName: string): boolean {
  return /^[A-Z0-9]{3}_\d{3}_\d{2}$/i.test(bindingName);
}

export function isGuid(name: string): boolean {
  return /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(name);
}

/** What `xsappname` was set to: XSUAA puts `!b<number>` behind it, and `sb-` before it in client ids. */
export function appNameOf(xsAppName: string, clientId: string): string {
  return (xsAppName || clientId).replace(/^sb-/, '').split('!')[0] ?? '';
}
