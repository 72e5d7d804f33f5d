/** A task of the project's backlog. */
export interface BacklogTask {
  readonly id: string;
  readonly title: string;
  readonly status: string;
  readonly labels: readonly string[];
  readonly priority?: string;
  readonly description?: string;
  readonly metadata?: Readonly<Record<string, string>>;
  /** RFC 3339. */
  readonly created?: string;
  /** RFC 3339. */
  readonly updated?: string;
  readonly assignee?: readonly string[];
}

/** Which tasks: those that fulfil all of it. */
export interface TaskFilter {
  /** The task has each of these. */
  readonly labels?: readonly string[];
  readonly status?: string;
  /** The task's metadata have each of these. */
  readonly metadata?: Readonly<Record<string, string>>;
}

/** A task to create. The host adds the label `plugin:<name>`. */
export interface NewTask {
  readonly title: string;
  readonly description?: string;
  readonly labels?: readonly string[];
  /** `To Do` or `Backlog`, as far as the project has them. */
  readonly status?: string;
  readonly priority?: string;
  readonly metadata?: Readonly<Record<string, string>>;
  readonly acceptanceCriteria?: readonly string[];
}

/** What a plugin may change of a task that it created. */
export interface TaskChanges {
  readonly status?: string;
  /** All of them; those that are the host's stay. */
  readonly labels?: readonly string[];
  /** Laid over what is there. */
  readonly metadata?: Readonly<Record<string, string>>;
}
