// `landbridge scopes --for …`: the instance parameters to paste into the BTP cockpit, on stdout; the rules that go
// with them beside it. Asks no system.
import { Command, Option } from 'commander';
import { adviseScopes, type ScopesWanted, useNames } from '../../shared/steps/doctor/scopes.ts';
import { print, tell } from '../terminal.ts';

interface ScopesOptions {
  for: readonly string[];
  instanceName?: string;
  instanceId?: string;
  credentialType: NonNullable<ScopesWanted['credentialType']>;
  json?: boolean;
}

export function scopesCommand(): Command {
  return new Command('scopes')
    .summary('print the parameters of a Cloud ALM API instance')
    .description(
      'Prints the parameters JSON of a SAP Cloud ALM API instance with the scopes of all the uses named.',
    )
    .requiredOption('--for <uses>', `any of ${useNames.join(',')}`, readList)
    .option('--instance-name <name>', 'name of the new instance')
    .option('--instance-id <guid>', 'id of an instance that has no name, or is updated')
    .addOption(
      new Option('--credential-type <type>', 'what keys of it prove themselves with')
        .choices(['binding-secret', 'x509'])
        .default('binding-secret'),
    )
    .option('--json', 'print one JSON object on stdout and nothing else')
    .action((options: ScopesOptions) => {
      const { for: uses, instanceName, instanceId, credentialType, json } = options;
      const advice = adviseScopes({ uses, instanceName, instanceId, credentialType });
      if (json) return print(JSON.stringify(advice));
      print(JSON.stringify(advice.parameters, null, 2));
      for (const rule of advice.rules) tell(`- ${rule}`);
      if (advice.bindingParameters === undefined) return;
      tell('- Parameters of the binding:');
      tell(JSON.stringify(advice.bindingParameters, null, 2));
    });
}

function readList(text: string): readonly string[] {
  return text.split(',').flatMap((name) => name.trim() || []);
}
