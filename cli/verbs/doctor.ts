// `landbridge doctor [connection]`: looks at what is bound and says what is wrong with it and how it is cured.
import { Command } from 'commander';
import { exitCodes } from '../exit-codes.ts';
import { doctorText } from '../output/doctor-text.ts';
import { print, screenWidth } from '../terminal.ts';

interface DoctorVerbOptions {
  bindings?: string;
  config?: string;
  state?: string;
  for?: readonly string[];
  json?: boolean;
}

const codeOf = { green: exitCodes.done, warnings: exitCodes.partial, failing: exitCodes.failed } as const;

const help = `
The file may be a default-env.json, VCAP_SERVICES, one service key or binding as the cockpit shows it, or the
four single fields (authentication server, client id, client secret, URL) as JSON or as lines of "label: value".

Exit codes: 0 green, 1 a finding that stops work, 2 usage, 3 warnings only.
`;

export function doctorCommand(exit: (code: number) => void): Command {
  return new Command('doctor')
    .summary('check the set-up: what is wrong, and how it is cured')
    .description(
      'Checks keys, addresses, network, tokens, scopes, rights, the data model and what the configuration names, one small read an API. Writes nothing, and does not stop at the first fault.',
    )
    .argument('[connection]', 'only this bound service, by its name or the one in landbridge.yaml')
    .option('--bindings <file>', 'bound services, or one key, in any form it is pasted in')
    .option('--config <file>', 'the configuration (default: that of the store, else landbridge.yaml)')
    .option('--state <file>', 'the store (default: landbridge.sqlite); only looked into')
    .option(
      '--for <uses>',
      'what the Cloud ALM key shall be good for: landscape,projects,stories,monitoring',
      readList,
    )
    .option('--json', 'print one JSON object on stdout and nothing else')
    .addHelpText('after', help)
    .action(async (connection: string | undefined, options: DoctorVerbOptions) => {
      const { json: wantsJson, for: uses, ...rest } = options;
      // Loaded only by this verb.
      const { runDoctor } = await import('../../shared/platform/doctor/run-doctor.ts');
      const { doctorJson } = await import('../../shared/platform/doctor/doctor-json.ts');
      const report = await runDoctor({ connection, uses, ...rest });
      const json = doctorJson(report);
      print(wantsJson ? JSON.stringify(json) : doctorText(json, screenWidth));
      exit(codeOf[report.verdict]);
    });
}

function readList(text: string): readonly string[] {
  return text.split(',').map((name) => name.trim());
}
