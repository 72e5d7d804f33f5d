import type {
  AcceptanceCriteria,
  GenerationResult,
  OSpecDocument,
  PluginConfig,
  PluginType,
  ProjectConfig,
  Requirements,
  StackConfiguration,
  ValidationResult,
} from "./documents.js";
import type { ConfigManager, EventBus, Logger, RuntimeEnvironment } from "./services.js";

/** A plugin (OSpec, "Plugin API"). */
export interface OSpecPlugin {
  readonly name: string;
  readonly version: string;
  readonly type: PluginType;

  initialize(context: PluginContext): Promise<void>;
  configure(config: PluginConfig): Promise<void>;
  activate(): Promise<void>;
  deactivate(): Promise<void>;
}

/** What a plugin is given (OSpec, "Plugin API"). At run time it is a `SpeckitContext`, which has more. */
export interface PluginContext {
  readonly ospecVersion: string;
  readonly runtime: RuntimeEnvironment;
  readonly logger: Logger;
  readonly eventBus: EventBus;
  readonly configManager: ConfigManager;
}

/** A plugin that brings a type of project (OSpec, "Plugin API"). */
export interface OutcomeTypePlugin extends OSpecPlugin {
  validateSpec(spec: OSpecDocument): ValidationResult;
  getDefaultStack(spec: OSpecDocument): StackConfiguration;
  generateAcceptanceCriteria(spec: OSpecDocument): AcceptanceCriteria;
}

/** A plugin that brings a technology stack (OSpec, "Plugin API"). */
export interface StackPlugin extends OSpecPlugin {
  isCompatible(outcomeType: string, requirements: Requirements): boolean;
  getConfiguration(): StackConfiguration;
  generateProject(spec: OSpecDocument, config: ProjectConfig): Promise<GenerationResult>;
}
