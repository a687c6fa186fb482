// The instance parameters to paste when a key may not read the landscape. Only builds the text.

export const landscapeScope = 'calm-api.landscape.read';

// Cloud ALM set-up guide, "Integrating SAP LeanIX"
const landscapeScopes = [landscapeScope, 'calm-api.subscriptions.read'];

/** JSON on one line; the name of the instance is left to be filled in. */
export function instanceParameters(): string {
  return JSON.stringify({
    'xs-security': {
      xsappname: '<instance name>',
      authorities: landscapeScopes.map((scope) => `$XSMASTERAPPNAME.${scope}`),
      'oauth2-configuration': { 'credential-types': ['binding-secret'] },
    },
  });
}
