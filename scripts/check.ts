// `npm run check`: all that can be said about the project without running its tests.
import { runChecks } from './checks/run-checks.ts';

process.exitCode = (await runChecks(process.cwd(), console.log)) ? 0 : 1;
