import { NotFoundError, RefusedError } from "../protocol/errors.js";
import type { BacklogTask, NewTask, TaskChanges, TaskFilter } from "../values/task.js";

const creationStatuses = ["To Do", "Backlog"];

/** A backlog in memory, with the rules that the host holds plugins to. */
export class MockTasks {
  readonly #label: string;
  readonly #tasks = new Map<string, BacklogTask>();
  readonly #own = new Set<string>();

  /** The statuses that the project has. */
  statuses: readonly string[] = ["To Do", "In Progress", "Done"];

  constructor(plugin: string) {
    this.#label = `plugin:${plugin}`;
  }

  /** All tasks, in the order in which they were created. */
  get all(): readonly BacklogTask[] {
    return [...this.#tasks.values()];
  }

  /** Adds a task as a person, or another plugin, would: it is not the plugin's own. */
  add(task: NewTask): BacklogTask {
    return this.#insert(task, task.status ?? this.statuses[0] ?? "To Do", task.labels ?? []);
  }

  /** Changes a task as a person would. */
  change(id: string, changes: Partial<Omit<BacklogTask, "id">>): BacklogTask {
    return this.#replace({ ...this.#find(id), ...changes });
  }

  /** @internal */
  list(filter: TaskFilter): BacklogTask[] {
    return this.all.filter(
      (task) =>
        (filter.status === undefined || same(filter.status, task.status)) &&
        (filter.labels ?? []).every((label) => task.labels.includes(label)) &&
        Object.entries(filter.metadata ?? {}).every(([key, value]) => task.metadata?.[key] === value),
    );
  }

  /** @internal */
  get(id: string): BacklogTask {
    return this.#find(id);
  }

  /** @internal */
  create(task: NewTask): BacklogTask {
    const labels = clean(task.labels ?? []);
    this.#refuseLabels(labels.filter((label) => isProtected(label) && label !== this.#label));
    const status = this.#creationStatus(task.status);
    const created = this.#insert(task, status, [...labels.filter((label) => label !== this.#label), this.#label]);
    this.#own.add(created.id);
    return created;
  }

  /** @internal */
  update(id: string, changes: TaskChanges): BacklogTask {
    const task = this.#find(id);
    if (!this.#own.has(task.id) || !task.labels.includes(this.#label)) {
      throw new RefusedError(
        `${this.#name} did not create ${task.id}: plugins change only their own tasks. (create a task, or ask a person to make the change)`,
      );
    }

    return this.#replace({
      ...task,
      status: changes.status === undefined ? task.status : this.#canonical(changes.status),
      labels: changes.labels === undefined ? task.labels : this.#updatedLabels(task, changes.labels),
      metadata: { ...task.metadata, ...changes.metadata },
    });
  }

  get #name(): string {
    return this.#label.slice("plugin:".length);
  }

  #updatedLabels(task: BacklogTask, wanted: readonly string[]): string[] {
    const labels = clean(wanted);
    this.#refuseLabels(labels.filter((label) => isProtected(label) && !task.labels.includes(label)));
    return [...labels.filter((label) => !isProtected(label)), ...task.labels.filter(isProtected)];
  }

  #refuseLabels(labels: readonly string[]): void {
    if (labels.length > 0) {
      throw new RefusedError(
        `${this.#name} may not set the label '${labels[0]}'. (labels that begin with 'plugin:' or 'workflow:' are the host's; '${this.#label}' is added by itself)`,
      );
    }
  }

  #creationStatus(wanted: string | undefined): string {
    const allowed = this.statuses.filter((status) => creationStatuses.some((s) => same(s, status)));
    const status = wanted === undefined ? allowed[0] : allowed.find((s) => same(s, wanted));
    if (status === undefined) {
      throw new RefusedError(
        wanted === undefined
          ? "The project has none of the statuses in which a plugin may create a task."
          : `${this.#name} may not create a task in status '${wanted}'. (use one of: ${allowed.join(", ")})`,
      );
    }

    return status;
  }

  #canonical(wanted: string): string {
    const status = this.statuses.find((s) => same(s, wanted));
    if (status === undefined) {
      throw new RefusedError(`The project has no status '${wanted}'. (use one of: ${this.statuses.join(", ")})`);
    }

    return status;
  }

  #insert(task: NewTask, status: string, labels: readonly string[]): BacklogTask {
    const { title, description, priority, metadata } = task;
    const id = `TASK-${this.#tasks.size + 1}`;
    return this.#replace({
      id,
      title,
      status,
      labels: clean(labels),
      ...(description === undefined ? {} : { description }),
      ...(priority === undefined ? {} : { priority }),
      metadata: { ...metadata },
      assignee: [],
    });
  }

  #replace(task: BacklogTask): BacklogTask {
    this.#tasks.set(task.id, task);
    return task;
  }

  #find(id: string): BacklogTask {
    const task = this.#tasks.get(`TASK-${id.trim().replace(/^task-/i, "").replace(/^0+(?=\d)/, "")}`);
    if (!task) {
      throw new NotFoundError(`There is no task '${id}'.`);
    }

    return task;
  }
}

function clean(labels: readonly string[]): string[] {
  return [...new Set(labels.map((label) => label.replace(/\s+/g, " ").trim()).filter((label) => label.length > 0))];
}

function isProtected(label: string): boolean {
  return /^(plugin|workflow):/i.test(label);
}

function same(a: string, b: string): boolean {
  return a.trim().toLowerCase() === b.trim().toLowerCase();
}
