import type {
  AcceptanceCriteria,
  OSpecDocument,
  OutcomeTypePlugin,
  SpeckitContext,
  StackConfiguration,
  ValidationResult,
} from "@ospec/plugin-sdk";

/** A plugin object as OSpec's text has it. */
export default class ConformanceOutcome implements OutcomeTypePlugin {
  readonly name = "conf-outcome";
  readonly version = "1.2.3";
  readonly type = "outcome_type";
  readonly #lifecycle: string[] = [];
  #context!: SpeckitContext;

  async initialize(context: SpeckitContext): Promise<void> {
    this.#context = context;
    this.#lifecycle.push("initialize");
  }

  async configure(): Promise<void> {
    this.#lifecycle.push("configure");
  }

  async activate(): Promise<void> {
    this.#lifecycle.push("activate");
  }

  async deactivate(): Promise<void> {
    await this.#context.console.print("conf: deactivated");
  }

  validateSpec(spec: OSpecDocument): ValidationResult {
    switch (spec.name) {
      case undefined:
        return { valid: false, errors: [{ message: "conf: name is missing", path: "/name" }] };
      case "old":
        return { valid: true, warnings: [{ message: "conf: name is old", path: "/name" }] };
      default:
        return { valid: true };
    }
  }

  getDefaultStack(spec: OSpecDocument): StackConfiguration {
    return { backend: "conf", database: spec.database ?? "none" };
  }

  generateAcceptanceCriteria(spec: OSpecDocument): AcceptanceCriteria {
    return { name: spec.name, lifecycle: this.#lifecycle };
  }
}
