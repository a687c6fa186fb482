// dynalite comes without types: only what dynamodb.ts uses.
declare module 'dynalite' {
  function dynalite(options: { createTableMs?: number }): import('node:http').Server;
  export = dynalite;
}
