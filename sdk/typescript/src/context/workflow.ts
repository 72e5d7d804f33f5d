import type { Project } from "./project.js";

/** The phase that runs, for handlers of phases; without one the names are undefined. */
export class Workflow {
  readonly phase: string | undefined;
  readonly feature: string | undefined;
  readonly #project: Project;

  constructor(project: Project, phase?: string, feature?: string) {
    this.#project = project;
    this.phase = phase;
    this.feature = feature;
  }

  /** The files that changed since the last commit, or since another. Needs `filesystem.read`. */
  changedFiles(since?: string): Promise<string[]> {
    return this.#project.changedFiles(since);
  }
}
