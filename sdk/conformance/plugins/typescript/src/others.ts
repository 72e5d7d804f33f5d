import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import {
  defineGuardrail,
  defineIntegration,
  defineMigration,
  definePostProcessor,
  defineStack,
  defineTemplateContext,
} from "@ospec/plugin-sdk";

export const sync = defineIntegration({
  name: "conf-sync",
  sync: (_, { direction, context }) => ({
    created: Array.isArray(context.items) ? context.items.length : 0,
    updated: direction === "both" ? 1 : 0,
    message: `conf: ${direction}`,
  }),
});

export const stack = defineStack({
  name: "conf-stack",
  isCompatible: (_, { outcomeType, requirements }) => outcomeType === "api" && !("forbidden" in requirements),
  configuration: () => ({ backend: "conf", layers: ["web", "data"] }),
  scaffold: (_, { spec, config }) => ({
    files: { "README.md": `# ${spec.name}\n`, [`src/${config.module}.txt`]: "conf\n" },
  }),
});

export const guardrail = defineGuardrail({
  name: "conf-guardrail",
  check(_, { files, rules }) {
    const findings =
      rules === undefined || rules.includes("conf-rule")
        ? files.map((file) => ({
            rule: "conf-rule",
            severity: "low" as const,
            title: "Conf",
            description: `conf: ${file}`,
            file,
            line: 1,
          }))
        : [];
    return { findings, metrics: { files: files.length, ratio: 0.5 } };
  },
});

export const title = defineTemplateContext({
  name: "conf-context",
  provide: () => ({ title: "conf", items: ["a", "b"], nested: { n: 1 } }),
});

export const done = definePostProcessor({
  name: "conf-done",
  process: (_, content) => content.replaceAll("TODO", "DONE"),
});

export const first = defineMigration({
  from: "1.0.0",
  to: "2.0.0",
  migrateConfig({ old, ...rest }) {
    return old === undefined ? rest : { ...rest, new: old };
  },
  async migrateData(dataDir) {
    await writeFile(join(dataDir, "migrated.txt"), "2.0.0\n");
  },
});

export const second = defineMigration({
  from: "2.0.0",
  to: "3.0.0",
  migrateConfig() {
    throw new Error("conf: no way");
  },
});
