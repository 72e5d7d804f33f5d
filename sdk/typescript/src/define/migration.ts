import type { SpeckitContext } from "../context/context.js";
import { define, type Definition } from "./kinds.js";

/** A configuration while it is migrated: a copy, which may be changed. */
// Values of a configuration are whatever the user's file says.
// eslint-disable-next-line @typescript-eslint/no-explicit-any
export type MigratedConfig = Record<string, any>;

/** Brings configuration and data of one version to those of another. */
export interface MigrationDefinition {
  /** The version that it starts from. */
  readonly from: string;
  /** The version that it leads to. */
  readonly to: string;
  /** The new configuration; as it was, unless told. */
  migrateConfig?(config: MigratedConfig, ctx: SpeckitContext): MigratedConfig | Promise<MigratedConfig>;
  /** Changes what the plugin keeps in its data folder. */
  migrateData?(dataDir: string, ctx: SpeckitContext): void | Promise<void>;
}

/** A migration of a plugin. */
export interface Migration extends MigrationDefinition, Definition {}

/** Defines a migration. */
export function defineMigration(definition: MigrationDefinition): Migration {
  return define("migration", { ...definition });
}
