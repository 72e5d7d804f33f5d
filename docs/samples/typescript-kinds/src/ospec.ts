import type {
  AcceptanceCriteria,
  OSpecDocument,
  OutcomeTypePlugin,
  PluginConfig,
  PluginContext,
  StackConfiguration,
  ValidationResult,
} from "@ospec/plugin-sdk";

export default class Microservice implements OutcomeTypePlugin {
  readonly name = "microservice";
  readonly version = "1.0.0";
  readonly type = "outcome_type";
  #region = "";

  async initialize(context: PluginContext): Promise<void> {
    context.logger.info(`OSpec ${context.ospecVersion}`);
  }

  async configure(config: PluginConfig): Promise<void> {
    this.#region = String(config.region ?? "eu");
  }

  async activate(): Promise<void> {}

  async deactivate(): Promise<void> {}

  validateSpec(spec: OSpecDocument): ValidationResult {
    return spec.event_bus ? { valid: true } : { valid: false, errors: ["event_bus is missing"] };
  }

  getDefaultStack(): StackConfiguration {
    return { deploy: "Kubernetes", region: this.#region };
  }

  generateAcceptanceCriteria(): AcceptanceCriteria {
    return { performance: { response_time_ms: 100 } };
  }
}
