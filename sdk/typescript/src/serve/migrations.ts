import type { Migration } from "../define/migration.js";
import type { Fields } from "../protocol/fields.js";
import type { Methods, Serving } from "./serving.js";

export const migrationMethods: Methods = {
  async "migrate/config"(serving, params, signal) {
    const config = structuredClone(params.object("config"));
    const migration = await find(serving, params);
    const migrated = migration.migrateConfig
      ? await migration.migrateConfig(config, serving.context(signal))
      : config;
    // One that changes its argument and returns nothing has said all the same what it wants.
    return { config: migrated ?? config };
  },

  async "migrate/data"(serving, params, signal) {
    const migration = await find(serving, params);
    const ctx = serving.context(signal);
    await migration.migrateData?.(ctx.dataDir, ctx);
    return {};
  },
};

async function find(serving: Serving, params: Fields): Promise<Migration> {
  const from = params.text("from");
  const to = params.text("to");
  const entry = serving.handlers.one(`migration:${from}->${to}`, `migration from ${from} to ${to}`);
  return (await serving.handlers.use(entry)) as Migration;
}
