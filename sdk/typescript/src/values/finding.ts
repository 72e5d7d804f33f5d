/** How bad a finding is. */
export type Severity = "low" | "medium" | "high" | "critical";

/** Something that a scan found in a file of the project. */
export interface Finding {
  /** The rule that was broken. */
  readonly rule: string;
  readonly severity: Severity;
  readonly title: string;
  readonly description: string;
  /** Relative to the project, with forward slashes. */
  readonly file: string;
  /** From 1. */
  readonly line: number;
  /** From 1. */
  readonly column?: number;
  /** What tells this finding from others of its rule, from run to run. */
  readonly id?: string;
  /** The weakness's number, such as `CWE-89`. */
  readonly cwe?: string;
  /** What to do. */
  readonly fix?: string;
  /** The text it is about. */
  readonly snippet?: string;
}
