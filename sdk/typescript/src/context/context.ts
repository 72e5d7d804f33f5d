import type { PluginContext } from "../ospec/plugin.js";
import type { ConfigManager, EventBus, Logger, RuntimeEnvironment } from "../ospec/services.js";
import { Backlog } from "./backlog.js";
import { type ConfigStore, HostConfigManager } from "./config.js";
import { Console, Progress } from "./console.js";
import { Environment } from "./environment.js";
import { HostEventBus, type Subscriptions } from "./events.js";
import { CallScope, type Host } from "./host.js";
import { Http } from "./http.js";
import { HostLogger } from "./logger.js";
import { Project } from "./project.js";
import { Shell } from "./shell.js";
import { Workflow } from "./workflow.js";

/** What stays the same for as long as a plugin's process runs. */
export interface SessionInfo {
  readonly host: { readonly name: string; readonly version: string };
  readonly plugin: { readonly name: string; readonly version: string };
  readonly project: { readonly root: string; readonly name: string };
  readonly dataDir: string;
  readonly capabilities: readonly string[];
  readonly ospecVersion: string;
}

/** What a context stands on. */
export interface ContextBase {
  readonly host: Host;
  readonly info: SessionInfo;
  readonly config: ConfigStore;
  readonly subscriptions: Subscriptions;
}

/** Everything a handler may use, for one call: OSpec's context and the services of Speckit. */
export class SpeckitContext implements PluginContext {
  readonly ospecVersion: string;
  readonly runtime: RuntimeEnvironment;
  readonly logger: Logger;
  readonly eventBus: EventBus;
  readonly configManager: ConfigManager;

  /** This plugin, as its manifest says. */
  readonly plugin: { readonly name: string; readonly version: string };
  readonly project: Project;
  readonly backlog: Backlog;
  readonly shell: Shell;
  readonly http: Http;
  readonly environment: Environment;
  readonly console: Console;
  readonly progress: Progress;
  readonly workflow: Workflow;
  /** The plugin's own folder, which it may write. */
  readonly dataDir: string;
  /** What the user granted. */
  readonly capabilities: readonly string[];
  /** Aborted when the call is cancelled. What is asked through this context is then given up by itself. */
  readonly signal: AbortSignal;

  constructor(base: ContextBase, signal: AbortSignal, phase?: string, feature?: string) {
    const scope = new CallScope(base.host, signal);
    const { info } = base;
    this.ospecVersion = info.ospecVersion;
    this.runtime = runtimeOf(info);
    this.logger = new HostLogger(scope);
    this.eventBus = new HostEventBus(scope, base.subscriptions);
    this.configManager = new HostConfigManager(scope, base.config);
    this.plugin = info.plugin;
    this.project = new Project(scope, info.project);
    this.backlog = new Backlog(scope);
    this.shell = new Shell(scope);
    this.http = new Http(scope);
    this.environment = new Environment(scope);
    this.console = new Console(scope);
    this.progress = new Progress(scope);
    this.workflow = new Workflow(this.project, phase, feature);
    this.dataDir = info.dataDir;
    this.capabilities = info.capabilities;
    this.signal = signal;
  }

  /** Whether the user granted a capability, such as `network`. */
  can(capability: string): boolean {
    return this.capabilities.includes(capability);
  }
}

function runtimeOf(info: SessionInfo): RuntimeEnvironment {
  return {
    name: "node",
    version: process.versions.node,
    platform: process.platform,
    arch: process.arch,
    host: info.host,
  };
}
