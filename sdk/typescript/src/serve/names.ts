/** The methods by which the host calls what a plugin provides: known before what answers them is loaded. */
export const methodNames = [
  "command/run",
  "hook/invoke",
  "phase/before",
  "phase/after",
  "phase/replace",
  "integration/sync",
  "stack/isCompatible",
  "stack/configuration",
  "stack/scaffold",
  "outcome/validate",
  "outcome/defaultStack",
  "outcome/acceptance",
  "guardrail/check",
  "template/context",
  "template/postProcess",
  "migrate/config",
  "migrate/data",
] as const;

/** One of them. */
export type MethodName = (typeof methodNames)[number];
