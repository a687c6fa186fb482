// Lets a night pass in a Cloud Integration tenant: some flows are deployed in a new version, renamed, moved, fail or
// are undeployed, and one is new. Deterministic from the seed, the number of the night and what is there.
import type { IntegrationTenant, RuntimeArtifact } from '../cloud-integration/tenant.ts';
import { errors } from './iflow-words.ts';
import { deploy } from './iflows.ts';
import type { Random } from './random.ts';

export interface IntegrationNight {
  redeployed: number;
  renamed: number;
  moved: number;
  failed: number;
  undeployed: number;
  added: number;
}

/** Shares of the flows deployed. */
const rates = { redeployed: 0.03, renamed: 0.01, moved: 0.01, failed: 0.01, undeployed: 0.01, added: 0.01 };

export function passIntegrationNight(
  tenant: IntegrationTenant,
  { number, change, random, nowMs }: { number: number; change: number; random: Random; nowMs: number },
): IntegrationNight {
  const flows = [...tenant.deployed.values()]
    .filter(({ Id, Type }) => Type === 'INTEGRATION_FLOW' && tenant.designed.has(Id))
    .sort((left, right) => (left.Id < right.Id ? -1 : 1));
  const order = random.shuffle(flows);
  const count = (rate: number): number =>
    change === 0 ? 0 : Math.max(flows.length > 0 ? 1 : 0, Math.round(flows.length * rate * change));
  const take = (rate: number): RuntimeArtifact[] => order.splice(0, count(rate));
  const designOf = ({ Id }: RuntimeArtifact) => tenant.designed.get(Id);
  const redeploy = (flow: RuntimeArtifact) => {
    const design = designOf(flow);
    if (design === undefined) return;
    const { DeployedBy } = flow;
    tenant.deployed.set(flow.Id, { ...deploy(design, 'STARTED', random), DeployedBy, DeployedOn: nowMs });
  };

  const summary = { redeployed: 0, renamed: 0, moved: 0, failed: 0, undeployed: 0, added: 0 };
  for (const flow of take(rates.undeployed)) {
    tenant.deployed.delete(flow.Id);
    summary.undeployed += 1;
  }
  for (const flow of take(rates.redeployed)) {
    const design = designOf(flow);
    if (design !== undefined) design.Version = nextVersion(design.Version);
    redeploy(flow);
    summary.redeployed += 1;
  }
  for (const flow of take(rates.renamed)) {
    const design = designOf(flow);
    if (design !== undefined) design.Name = `${design.Name} v${number + 1}`;
    redeploy(flow);
    summary.renamed += 1;
  }
  for (const flow of take(rates.moved)) {
    const design = designOf(flow);
    const others = [...tenant.packages.keys()].filter((id) => id !== design?.PackageId);
    if (design === undefined || others.length === 0) continue;
    design.PackageId = random.pick(others);
    summary.moved += 1;
  }
  for (const flow of take(rates.failed)) {
    Object.assign(flow, { Status: 'ERROR', error: random.pick(errors), isErrorFresh: true });
    summary.failed += 1;
  }
  for (let index = 0; index < count(rates.added); index += 1) {
    const [model] = order;
    const design = model && designOf(model);
    if (design === undefined) break;
    const Id = `${design.Id}_night_${number}_${index}`;
    const copy = { ...design, Id, Name: `${design.Name} copy ${number}.${index + 1}` };
    tenant.designed.set(Id, copy);
    tenant.deployed.set(Id, { ...deploy(copy, 'STARTED', random), DeployedOn: nowMs });
    summary.added += 1;
  }
  return summary;
}

function nextVersion(version: string): string {
  const [major = '1', minor = '0', patch = '0'] = version.split('.');
  return [Number(major) || 1, Number(minor) || 0, (Number(patch) || 0) + 1].join('.');
}
