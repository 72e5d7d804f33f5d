export * from "./ospec/plugin.js";
export * from "./ospec/documents.js";
export type { ConfigManager, EventBus, Logger, RuntimeEnvironment } from "./ospec/services.js";
export type { Finding, Severity } from "./values/finding.js";
export type { PluginEvent } from "./values/event.js";
export type { JsonObject, JsonValue } from "./values/json.js";
export type { BacklogTask, NewTask, TaskChanges, TaskFilter } from "./values/task.js";
export type { SpeckitContext } from "./context/context.js";
export type { Backlog } from "./context/backlog.js";
export type { Console, Progress } from "./context/console.js";
export type { Environment } from "./context/environment.js";
export type { EmitOptions, Subscription, SubscriptionHandler } from "./context/events.js";
export type { Http, HttpOptions, HttpResponse } from "./context/http.js";
export type { GlobOptions, Project } from "./context/project.js";
export type { Shell, ShellOptions, ShellResult } from "./context/shell.js";
export type { Workflow } from "./context/workflow.js";
export {
  BusyError,
  CancelledError,
  CapabilityDeniedError,
  ConnectionEndedError,
  ErrorCode,
  InvalidParamsError,
  LimitReachedError,
  MethodNotFoundError,
  NotFoundError,
  RefusedError,
  RpcError,
  TooLargeError,
  UsageError,
  WrongStateError,
} from "./protocol/errors.js";
export type { RawCall } from "./define/binding.js";
export {
  type Command,
  type CommandDefinition,
  commandResult,
  type CommandResult,
  defineCommand,
} from "./define/command.js";
export * from "./define/guardrail.js";
export * from "./define/hook.js";
export * from "./define/integration.js";
export type { Definition } from "./define/kinds.js";
export * from "./define/migration.js";
export * from "./define/outcome.js";
export type {
  ArgumentSpec,
  ArgumentSpecs,
  CommandValues,
  OptionSpec,
  OptionSpecs,
  ParameterType,
} from "./define/parameters.js";
export * from "./define/persona.js";
export * from "./define/phase.js";
export * from "./define/plugin.js";
export * from "./define/stack.js";
export * from "./define/template.js";
export { sdkVersion } from "./version.js";
