// What a Cloud ALM key shows by itself: its form, names, regions and tenant.
import { type Check, type Finding, passed, problemFinding } from './check.ts';
import type { CloudAlmCase } from './cloud-alm-case.ts';
import { appNameOf, breakOfInstanceName, isGeneratedName, isGuid } from './instance-name.ts';

export function checkKey({ key, service, binding, problem }: CloudAlmCase): Check {
  const how = key.certificate !== '' && key.clientSecret === '' ? 'a certificate' : 'a client secret';
  const findings = [
    ...(problem === undefined ? [] : [problemFinding(problem)]),
    ...(binding === undefined ? [] : spellings(key, binding)),
    ...names(key, service),
  ];
  const name = appNameOf(key.xsAppName, key.clientId);
  return passed('key', `${key.form} with ${how}${name === '' ? '' : `, instance ${name}`}`, findings);
}

function spellings(
  key: CloudAlmCase['key'],
  { apiUrl, tokenUrl }: NonNullable<CloudAlmCase['binding']>,
): Finding[] {
  const findings: Finding[] = [];
  if (!/[^/]\/api\/?$/.test(key.api) || /\/api\/api\/?$/.test(key.api)) {
    findings.push({
      code: 'CALM_URL_API_SUFFIX',
      severity: 'notes',
      evidence: { given: key.api, readAs: apiUrl },
    });
  }
  const given = key.tokenUrl || key.certUrl;
  if (/\/oauth\/token\/?$/.test(given)) {
    findings.push({
      code: 'CALM_TOKEN_URL_SUFFIX',
      severity: 'notes',
      evidence: { given, readAs: tokenUrl },
    });
  }
  return findings;
}

function names(key: CloudAlmCase['key'], { name, instanceName }: CloudAlmCase['service']): Finding[] {
  const findings: Finding[] = [];
  const appName = appNameOf(key.xsAppName, key.clientId);
  const instance = instanceName ?? appName;
  const reason = isGuid(instance) || instance === '' ? undefined : breakOfInstanceName(instance);
  // Where an instance was updated its id stands in place of the name.
  const differs =
    instanceName !== undefined && key.xsAppName !== '' && !isGuid(appName) && appName !== instanceName;
  if (reason !== undefined || differs) {
    findings.push({
      code: 'CALM_INSTANCE_NAME',
      severity: 'warns',
      evidence: { instance, ...(differs && { xsappname: appName }), ...(reason !== undefined && { reason }) },
    });
  }
  if (isGeneratedName(name))
    findings.push({ code: 'CALM_BINDING_NAME', severity: 'warns', evidence: { binding: name } });
  return findings;
}

/** `eu10` of `eu10-004.alm.cloud.sap`: an extension landscape shares the token service of its region. */
function regionOf(address: string): string | undefined {
  const host = URL.parse(address)?.hostname ?? '';
  return /(?:^|\.)([a-z]{2}\d{2})(?:-\d{3})?\./.exec(host)?.[1];
}

export function checkRegion({ apiUrl, tokenUrl }: NonNullable<CloudAlmCase['binding']>): Check {
  const [api, tokens] = [regionOf(apiUrl), regionOf(tokenUrl)];
  if (api === undefined || tokens === undefined) return passed('region', 'the addresses name none');
  if (api === tokens) return passed('region', `${api}, API and token service`);
  return passed('region', `API ${api}, token service ${tokens}`, [
    {
      code: 'CALM_REGION_MISMATCH',
      severity: 'warns',
      evidence: { api, tokenService: tokens, apiUrl, tokenUrl },
    },
  ]);
}

/** Three places name the tenant: the key, the host of its token service, the token. */
export function checkTenant({ key, binding, look }: CloudAlmCase): Check {
  const { token } = look ?? {};
  const host = URL.parse(binding?.tokenUrl ?? '')?.hostname ?? '';
  const ofHost = /^([^.]+)\.authentication\./.exec(host)?.[1];
  const subdomains = { key: key.identityZone || undefined, tokenService: ofHost, token: token?.zone };
  // Compared where both are GUIDs: what else a token calls its zone is not published.
  const ids = { key: key.tenantId || undefined, token: token?.zoneId };
  const isSplit = (places: Readonly<Record<string, string | undefined>>) =>
    new Set(Object.values(places).filter((text) => text !== undefined)).size > 1;
  const hasOtherId = isSplit(ids) && isGuid(key.tenantId) && isGuid(token?.zoneId ?? '');
  const evidence = {
    ...(isSplit(subdomains) && present(subdomains)),
    ...(hasOtherId && { keyTenantId: ids.key ?? '', tokenTenantId: ids.token ?? '' }),
  };
  const found = Object.keys(evidence).length > 0;
  return passed(
    'tenant',
    binding?.tenant ?? '',
    found ? [{ code: 'CALM_IDENTITYZONE', severity: 'stops', evidence }] : [],
  );
}

function present(places: Readonly<Record<string, string | undefined>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(places).flatMap(([place, text]) => (text === undefined ? [] : [[place, text]])),
  );
}
