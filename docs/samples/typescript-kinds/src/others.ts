import {
  defineGuardrail,
  defineIntegration,
  defineMigration,
  defineOutcomeType,
  definePersona,
  definePostProcessor,
  defineStack,
  defineTemplateContext,
  personaMarkdown,
} from "@ospec/plugin-sdk";

export const tracker = defineIntegration({
  name: "tracker",
  async sync(ctx, { direction }) {
    const tasks = await ctx.backlog.list({ status: "To Do" });
    const response = await ctx.http.send("https://tracker.example.com/issues", {
      method: "POST",
      body: JSON.stringify(tasks),
    });
    return { created: response.ok ? tasks.length : 0, failed: response.ok ? 0 : tasks.length, message: direction };
  },
});

export const express = defineStack({
  name: "express",
  isCompatible: (_, { outcomeType }) => ({ compatible: outcomeType === "api", reason: "it serves HTTP only" }),
  configuration: () => ({ backend: "Express", runtime: "Node.js" }),
  scaffold: (_, { spec }) => ({ files: { "README.md": `# ${spec.name}\n` } }),
});

export const service = defineOutcomeType({
  type: "service",
  validate: (_, spec) =>
    spec.name ? { valid: true } : { valid: false, errors: [{ message: "a service needs a name", path: "/name" }] },
  defaultStack: () => ({ backend: "Express" }),
  acceptance: () => ({ performance: { response_time_ms: 100 } }),
});

export const headers = defineGuardrail({
  name: "headers",
  async check(ctx, { files }) {
    const findings = [];
    for (const file of files) {
      if (!(await ctx.project.readText(file)).startsWith("// Copyright")) {
        const description = "A file begins with its copyright";
        findings.push({ rule: "header", severity: "low", title: "No header", description, file, line: 1 } as const);
      }
    }

    return { findings, metrics: { headers: 1 - findings.length / Math.max(1, files.length) } };
  },
});

export const today = defineTemplateContext({ name: "today", provide: () => ({ year: 2026 }) });

export const tidy = definePostProcessor({ name: "tidy", process: (_, content) => content.replace(/[ \t]+$/gm, "") });

export const toTwo = defineMigration({
  from: "1.0.0",
  to: "2.0.0",
  migrateConfig: ({ severity_threshold, ...rest }) => ({ ...rest, severity: { threshold: severity_threshold } }),
});

export const auditor = definePersona({
  name: "auditor",
  description: "Reads code for mistakes",
  persona: `
    You are a careful reader of code.
    You say what is wrong, where, and what to do.
  `,
});

export const auditorFile = personaMarkdown(auditor);
