// The word lists the simulated landscape and workspace are made of. Companies and applications are invented;
// service types are open strings in the real API (assumption Q-L4), the codes here are placeholders but for
// SAP_S4HANA and SCP_HCAAS_DATALAKE.

export type NameStyle = 'tenant' | 'company' | 'realm' | 'subaccount' | 'systemId' | 'client' | 'process';

export interface ServiceKind {
  serviceType: string;
  label: string;
  /** What people call it in a workspace. */
  short: string;
  deploymentModel: string;
  style: NameStyle;
  weight: number;
}

function service(
  serviceType: string,
  label: string,
  short: string,
  style: NameStyle,
  weight: number,
  deploymentModel = 'SAP Public Cloud',
): ServiceKind {
  return { serviceType, label, short, style, weight, deploymentModel };
}

/** Platform services are no applications by SAP's modelling advice (leanix-api 5.4). */
export const btpSystem = 'BTP System';

export const cloudServices: readonly ServiceKind[] = [
  service('SAP_S4HANA', 'SAP S/4HANA Cloud', 'S4', 'tenant', 14),
  service('SAP_SUCCESSFACTORS', 'SAP SuccessFactors HCM', 'SFSF', 'company', 10),
  service('SAP_ARIBA', 'SAP Ariba', 'Ariba', 'realm', 8),
  service('SAP_CONCUR', 'SAP Concur', 'Concur', 'company', 6),
  service('SAP_INTEGRATION_SUITE', 'SAP Integration Suite', 'CPI', 'subaccount', 8),
  service('SAP_IBP', 'SAP Integrated Business Planning', 'IBP', 'tenant', 7),
  service('SAP_C4C', 'SAP Cloud for Customer', 'C4C', 'tenant', 6),
  service('SAP_FIELDGLASS', 'SAP Fieldglass', 'Fieldglass', 'company', 4),
  service('SAP_ANALYTICS', 'SAP Analytics Cloud', 'SAC', 'realm', 7),
  service('SAP_DATASPHERE', 'SAP Datasphere', 'Datasphere', 'subaccount', 5),
  service('SAP_SIGNAVIO', 'SAP Signavio', 'Signavio', 'realm', 4),
  service('SCP_HCAAS_DATALAKE', 'SAP HANA Cloud, data lake', 'Data Lake', 'subaccount', 4, btpSystem),
  service('SCP_WORKZONE', 'SAP Build Work Zone', 'Work Zone', 'subaccount', 6, btpSystem),
  service('SCP_EVENT_MESH', 'SAP Event Mesh', 'Event Mesh', 'subaccount', 4, btpSystem),
  service('HANA', 'SAP HANA Cloud', 'HANA', 'subaccount', 7, btpSystem),
];

export const technicalSystems: readonly ServiceKind[] = [
  service('ABAP', 'SAP NetWeaver AS ABAP', 'NetWeaver', 'systemId', 30, 'On-Premise'),
  service('SAP_S4HANA_OP', 'SAP S/4HANA', 'S4 on-prem', 'systemId', 30, 'On-Premise'),
  service(
    'SAP_S4HANA_PCE',
    'SAP S/4HANA Cloud Private Edition',
    'S4 RISE',
    'systemId',
    20,
    'SAP Private Cloud',
  ),
  service('JAVA', 'SAP NetWeaver AS Java', 'AS Java', 'systemId', 10, 'On-Premise'),
  service('SAP_BW4HANA', 'SAP BW/4HANA', 'BW4', 'systemId', 10, 'On-Premise'),
];

/** The clients of technical systems. */
export const logicalSystems: readonly ServiceKind[] = [
  service('ABAP', 'SAP NetWeaver AS ABAP', 'Client', 'client', 1, 'On-Premise'),
];

/** Where a system may be moved to when its deployment model changes. */
export const otherDeploymentModels = ['SAP Private Cloud', 'Other Public Cloud', 'On-Premise'] as const;

export const companies = [
  'borealis',
  'meridian',
  'fernwood',
  'kestrel',
  'halden',
  'orsa',
  'tarn',
  'lumen',
  'veld',
  'cobalt',
  'juniper',
  'marlow',
  'ostara',
  'quill',
  'sable',
  'thorn',
] as const;

export const teams = [
  'integration',
  'datalake',
  'finance',
  'logistics',
  'sales',
  'service',
  'people',
  'plant',
  'quality',
  'portal',
  'archive',
  'planning',
] as const;

export const regions = [
  'EMEA',
  'APJ',
  'Americas',
  'Nordics',
  'Iberia',
  'Benelux',
  'DACH',
  'UK',
  'France',
  'Italy',
  'Poland',
  'Brazil',
  'Mexico',
  'Canada',
  'India',
  'Japan',
  'China',
  'Korea',
  'Australia',
  'Africa',
  'Gulf',
  'Turkey',
  'Chile',
  'Group',
] as const;

export const processes = [
  'Order to Cash',
  'Procure to Pay',
  'Hire to Retire',
  'Record to Report',
  'Plan to Produce',
  'Design to Operate',
  'Acquire to Retire',
  'Lead to Order',
] as const;

export const domains = [
  'Claims',
  'Warehouse',
  'Tariff',
  'Fleet',
  'Payroll',
  'Invoice',
  'Dealer',
  'Customer',
  'Supplier',
  'Contract',
  'Freight',
  'Pricing',
  'Quality',
  'Laboratory',
  'Recipe',
  'Spare Parts',
  'Maintenance',
  'Energy',
  'Audit',
  'Travel',
  'Recruiting',
  'Learning',
  'Treasury',
  'Tax',
  'Customs',
  'Returns',
  'Loyalty',
  'Campaign',
  'Catalogue',
  'Document',
  'Archive',
  'Badge',
  'Visitor',
  'Shift',
  'Machine',
  'Sensor',
  'Forecast',
  'Budget',
  'Asset',
  'Patent',
] as const;

export const applicationKinds = [
  'Portal',
  'Tracker',
  'Manager',
  'Scheduler',
  'Desk',
  'Hub',
  'Workbench',
  'Cockpit',
  'Register',
  'Planner',
  'Gateway',
  'Monitor',
  'Archive',
  'Calculator',
  'Explorer',
  'Studio',
  'Assistant',
  'Directory',
  'Reporter',
  'Console',
  'Broker',
  'Library',
  'Designer',
  'Viewer',
  'Inspector',
] as const;

export const descriptions = [
  'Used by the shared service centre.',
  'Owned by the business; contact the key users before changes.',
  'Introduced with the last roll-out.',
  'To be replaced when the successor is live.',
  'Runs around the clock; mind the maintenance window.',
] as const;
