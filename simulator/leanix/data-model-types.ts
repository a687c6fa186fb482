// The fact sheet types of the simulated workspace with their fields and subtypes (leanix-api 5.1, 5.2).
// Fields whose keys are not public are left out.
import type { FieldDefinition } from './data-model-shape.ts';

/** leanix-api 5.2; a real workspace may customise them. */
export const lifecyclePhases = ['plan', 'phaseIn', 'active', 'phaseOut', 'endOfLife'] as const;

const text: FieldDefinition = { type: 'STRING' };

function select(...values: string[]): FieldDefinition {
  return { type: 'SINGLE_SELECT', values, inFacet: true };
}

export const technicalSuitability = select('inappropriate', 'unreasonable', 'adequate', 'fullyAppropriate');

export const factSheetTypes: Readonly<Record<string, Readonly<Record<string, FieldDefinition>>>> = {
  Objective: {},
  Platform: { alias: text },
  Initiative: {
    category: select('idea', 'program', 'project', 'epic'),
    alias: text,
    projectStatus: { type: 'PROJECT' },
    lxMilestones: { type: 'MILESTONE' },
  },
  Organization: {
    category: select('businessUnit', 'customer', 'region', 'legalEntity', 'team'),
    alias: text,
  },
  BusinessCapability: { alias: text },
  BusinessContext: {
    category: select('customerJourney', 'process', 'businessProduct', 'valueStream'),
    alias: text,
  },
  DataObject: { alias: text },
  Application: {
    category: select('businessApplication', 'microservice'),
    alias: text,
    release: text,
    lxHostingType: select('desktopOrLaptop', 'mobile', 'onPremise', 'hybrid', 'saas', 'paas', 'iaas'),
    lxHostingDescription: text,
    functionalSuitability: select('unreasonable', 'insufficient', 'appropriate', 'perfect'),
    technicalSuitability,
    businessCriticality: select(
      'administrativeService',
      'businessOperational',
      'businessCritical',
      'missionCritical',
    ),
    // assumption: the field of the documentation's multiple-select example is one of applications.
    supportedPlatforms: {
      type: 'MULTIPLE_SELECT',
      values: ['macOS', 'windows', 'linux', 'web'],
      inFacet: true,
    },
  },
  Interface: {
    category: select('logicalInterface', 'api', 'mcpServer'),
    alias: text,
    release: text,
    // assumption A9: the keys are not public.
    dataFlowDirection: select('incoming', 'outgoing', 'bidirectional'),
  },
  Provider: { alias: text },
  ITComponent: {
    category: select('software', 'hardware', 'service', 'iaas', 'paas', 'saas', 'aiModel'),
    alias: text,
    release: text,
    technicalSuitability,
  },
  TechnicalStack: { alias: text },
};
