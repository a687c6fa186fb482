// The words that simulated integration flows, packages and their people are made of; all invented.

export const objects = [
  'Sales Orders',
  'Invoices',
  'Business Partners',
  'Material Masters',
  'Time Sheets',
  'Payslips',
  'Shipments',
  'Purchase Requisitions',
  'Cost Centers',
  'Exchange Rates',
  'Quality Notifications',
  'Price Lists',
] as const;

export const verbs = [
  'replicate to',
  'read from',
  'confirm to',
  'load into',
  'send to',
  'check with',
] as const;

export const systems = [
  'S4HANA',
  'SuccessFactors',
  'Ariba',
  'Concur',
  'Webshop',
  'Data Warehouse',
  'Carrier Portal',
  'Tax Office',
  'Bank Gateway',
  'Plant Floor',
] as const;

export const packageKinds = ['Integration', 'Replication', 'Messages', 'Add-on'] as const;

export const descriptions = [
  'Runs every night.',
  'Started by an event of the sender.',
  'Splits the message and sends one call for each entry.',
  '',
  '',
] as const;

export const errors = [
  'Validation of the artifact failed: adapter type is not known',
  'Bean reference could not be resolved',
  'Private key alias was not found in the keystore',
] as const;

export const deployers = ['sb-ci-user', 'integration.developer@example.org', 'S0012345678'] as const;
