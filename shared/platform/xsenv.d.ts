// @sap/xsenv comes without types: only what bindings.ts uses.
declare module '@sap/xsenv' {
  interface Service {
    name: string;
    label?: string;
    tags?: string[];
    credentials?: Record<string, unknown>;
  }
  /** Reads default-env.json of the working directory into the environment; overwrites nothing. */
  export function loadEnv(): void;
  export function filterServices(predicate: (service: Service) => boolean): Service[];
}
