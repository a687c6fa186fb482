// Checks a CloudFormation template with AWS's own rules, offline. osls looks at serverless.yml only; what it
// makes of it, and all that stands under `resources`, is seen here.
import { RegoEngine, TemplateFile } from '@aws/cloudformation-validate';

export const templatePath = '.serverless/cloudformation-template-update-stack.json';

/** One line each; warnings and notes of the rules are not faults. */
export function findTemplateFaults(file: string): string[] {
  const engine = new RegoEngine();
  try {
    const { diagnostics } = engine.validateStandard(new TemplateFile(file));
    return diagnostics
      .filter(({ severity }) => severity === 'ERROR' || severity === 'FATAL')
      .map(({ ruleId, severity, message, entity, propertyPath }) =>
        [severity, ruleId, entity?.logicalId, propertyPath, message]
          .filter((part) => part !== undefined)
          .join(' '),
      );
  } finally {
    engine.free();
  }
}
