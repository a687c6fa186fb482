import { describe, expect, it } from 'vitest';
import { targetOf } from '../../../../shared/core/map/target.ts';
import type { DataModel } from '../../../../shared/core/model.ts';
import { planCreate } from '../../../../shared/core/plan/create.ts';
import { mutationsOf } from '../../../../shared/core/plan/mutation.ts';
import { landscape } from '../../../../shared/flows/landscape.ts';
import { anItem, fullModel, fullTarget, noTargets, tagId } from '../../../support/builders.ts';

const name = 'SAP S/4HANA Cloud (my400123)';
const item = anItem({ attributes: { systemNumber: '0008', deploymentModel: 'On-Premise' } });

describe('planCreate', () => {
  it('becomes one mutation with all fields, the subtype and our marks', () => {
    const change = planCreate(item, name, {
      rules: landscape,
      target: fullTarget,
      targets: noTargets,
      tagId,
    });
    expect(mutationsOf(change)[0]).toEqual({
      ref: 'calm:acme:lms-1',
      op: 'create',
      type: 'Application',
      name,
      patches: [
        { op: 'replace', path: '/category', value: 'businessApplication' },
        { op: 'add', path: '/alias', value: 'my400123' },
        {
          op: 'add',
          path: '/description',
          value:
            'SAP S/4HANA Cloud, cloud service my400123; system number 0008; deployment model On-Premise; kept in step with SAP Cloud ALM.',
        },
        { op: 'add', path: '/lxHostingType', value: 'onPremise' },
        { op: 'add', path: '/externalId', value: '{"type":"ExternalId","externalId":"calm:acme:lms-1"}' },
        { op: 'add', path: '/tags', value: '[{"tagId":"tag-cloud-alm"}]' },
      ],
    });
  });

  it('writes only what the workspace has: no tag, no subtype, no such field, no such value', () => {
    const bare: DataModel = {
      ...fullModel,
      types: {
        Application: {
          fields: { lxHostingType: { type: 'SINGLE_SELECT', values: ['saas'] } },
          relations: {},
        },
      },
    };
    const target = targetOf(landscape, bare);
    const { fields } = planCreate(item, name, {
      rules: landscape,
      target,
      targets: noTargets,
      tagId: undefined,
    });
    expect(fields.map(({ key }) => key)).toEqual(['name', 'description', 'externalId']);
  });
});
