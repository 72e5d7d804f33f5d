import assert from "node:assert/strict";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { startPlugin } from "../src/testing/index.js";
import { folderWith, repository, sdk } from "./support/folders.js";
import { node } from "./support/process.js";

const seeds = join(repository, "../shared/seeds");
const text = existsSync(seeds) ? readdirSync(seeds).find((name) => /^001.*\.txt$/.test(name)) : undefined;
const skip = text === undefined ? "the OSpec text is not at hand" : false;

/** What the text's block names and leaves undefined. */
const undefinedNames =
  "PluginType, PluginConfig, OSpecDocument, ValidationResult, StackConfiguration, AcceptanceCriteria, Requirements, ProjectConfig, GenerationResult, RuntimeEnvironment, Logger, EventBus, ConfigManager";

function interfacesOfTheText(): string {
  const block = /```typescript\n([\s\S]*?)```/.exec(readFileSync(join(seeds, text!), "utf8"));
  return `import type { ${undefinedNames} } from "@ospec/plugin-sdk";\n${block![1]}`;
}

const plugin = `
import type { AcceptanceCriteria, GenerationResult, OSpecDocument, PluginConfig, ProjectConfig, Requirements, StackConfiguration, ValidationResult } from "@ospec/plugin-sdk";
import type { OutcomeTypePlugin, PluginContext, StackPlugin } from "./text.js";

export default class Both implements OutcomeTypePlugin, StackPlugin {
  readonly name = "both";
  readonly version = "1.0.0";
  readonly type = "outcome_type";
  private region = "";

  async initialize(context: PluginContext): Promise<void> {
    context.logger.info(\`\${context.ospecVersion} \${context.runtime.name}\`);
    await context.eventBus.emit("plugin.both.started", { region: context.configManager.get("region", "none") });
  }
  async configure(config: PluginConfig): Promise<void> { this.region = String(config.region); }
  async activate(): Promise<void> {}
  async deactivate(): Promise<void> {}

  validateSpec(spec: OSpecDocument): ValidationResult {
    return spec.outcome_type === "both" ? { valid: true, warnings: ["untested"] } : { valid: false };
  }
  getDefaultStack(spec: OSpecDocument): StackConfiguration { return { framework: "Express", port: 80 }; }
  generateAcceptanceCriteria(spec: OSpecDocument): AcceptanceCriteria { return { performance: { response_time_ms: 100 } }; }
  isCompatible(outcomeType: string, requirements: Requirements): boolean { return outcomeType === "api" && requirements.auth === true; }
  getConfiguration(): StackConfiguration { return { region: this.region }; }
  async generateProject(spec: OSpecDocument, config: ProjectConfig): Promise<GenerationResult> {
    return { files: [{ path: "README.md", content: \`# \${spec.name} \${config.port}\\n\` }] };
  }
}
`;

/** Each interface of the text can stand for the SDK's, and the other way round. */
const sameness = `
import type * as sdk from "@ospec/plugin-sdk";
import type * as text from "./text.js";

type Same<A, B> = (<T>() => T extends A ? 1 : 2) extends (<T>() => T extends B ? 1 : 2) ? true : false;
type Both<A, B> = [A] extends [B] ? ([B] extends [A] ? true : false) : false;
const yes: [
  Both<sdk.OSpecPlugin, text.OSpecPlugin>, Both<sdk.PluginContext, text.PluginContext>,
  Both<sdk.OutcomeTypePlugin, text.OutcomeTypePlugin>, Both<sdk.StackPlugin, text.StackPlugin>,
  Same<keyof sdk.OSpecPlugin, keyof text.OSpecPlugin>, Same<keyof sdk.PluginContext, keyof text.PluginContext>,
  Same<keyof sdk.OutcomeTypePlugin, keyof text.OutcomeTypePlugin>, Same<keyof sdk.StackPlugin, keyof text.StackPlugin>,
  Same<{ [K in keyof sdk.PluginContext]: sdk.PluginContext[K] }, { [K in keyof text.PluginContext]: text.PluginContext[K] }>,
] = [true, true, true, true, true, true, true, true, true];
export default yes;
`;

test("pluginApi_OfTheText_CompilesAndRuns", { skip }, async (t) => {
  const folder = folderWith({
    "package.json": '{"type":"module"}',
    "src/text.ts": interfacesOfTheText(),
    "src/index.ts": plugin,
    "src/sameness.ts": sameness,
  });
  const built = await node([`${sdk}/dist/build.js`, folder]);
  assert.equal(built.code, 0, built.stderr);

  const running = await startPlugin(folder, {
    config: { region: "eu" },
    entrypoints: [
      { handler: "outcome:both", path: "dist/index.js", name: "both" },
      { handler: "stack:both", path: "dist/index.js", name: "both" },
    ],
    verify: true,
  });
  t.after(() => running.stop());
  assert.deepEqual(running.handlers, ["outcome:both", "stack:both"], running.stderr);
  assert.deepEqual(running.host.events, [{ type: "plugin.both.started", payload: { region: "eu" } }]);
  assert.deepEqual(running.host.log, [{ level: "info", message: "1.0.0 node" }]);
  const name = "both";
  assert.deepEqual(await running.request("outcome/validate", { type: name, document: { outcome_type: "both" } }), {
    problems: [{ severity: "warning", message: "untested" }],
  });
  assert.deepEqual(await running.request("outcome/validate", { type: name, document: {} }), {
    problems: [{ severity: "error", message: "The document is not valid." }],
  });
  assert.deepEqual(await running.request("outcome/defaultStack", { type: name }), {
    stack: { framework: "Express", port: "80" },
  });
  assert.deepEqual(await running.request("outcome/acceptance", { type: name }), {
    acceptance: { performance: { response_time_ms: 100 } },
  });
  const compatible = (auth: boolean) =>
    running.request("stack/isCompatible", { name, context: { outcomeType: "api", requirements: { auth } } });
  assert.deepEqual([await compatible(true), await compatible(false)], [{ compatible: true }, { compatible: false }]);
  assert.deepEqual(await running.request("stack/configuration", { name }), { configuration: { region: "eu" } });
  const context = { spec: { name: "shop" }, config: { port: 1 } };
  assert.deepEqual(await running.request("stack/scaffold", { name, context }), { files: { "README.md": "# shop 1\n" } });
});
