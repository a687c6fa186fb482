// Why items are skipped, in words for people. The codes stand in reports and stores and are never renamed.

export const skipReasons: Readonly<Record<string, string>> = {
  NO_ID: 'the source sent no id',
  NO_NAME: 'has no name',
  BUSINESS_SERVICE: 'groups other objects, is no application',
  LOGICAL_SYSTEM: 'is a client of a system that stands for itself',
  KIND_UNKNOWN: 'a kind of object that is not mapped',
  PLATFORM_SERVICE: 'a platform service, not an application',
  ROLE_NOT_PRODUCTIVE: 'not a productive system',
  ROLE_UNKNOWN: 'its role is not known to be productive',
  AMBIGUOUS_NAME: 'several fact sheets have its name',
  AMBIGUOUS_ITEMS: 'several items have the name of one fact sheet',
  AMBIGUOUS_EXTERNAL_ID: 'several fact sheets carry its external id, or one that is linked elsewhere',
  AMBIGUOUS_VANISHED: 'its name belongs to the fact sheet of an item that has gone',
  NAME_TAKEN: 'every name it could have is taken',
  HELD_ARCHIVED: 'a person archived its fact sheet',
  FACT_SHEET_GONE: 'its fact sheet was deleted or is hidden from the technical user',
  NOT_ATTEMPTED: 'the run ended before its turn',
};
