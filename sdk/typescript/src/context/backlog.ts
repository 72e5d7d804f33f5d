import type { Fields } from "../protocol/fields.js";
import type { BacklogTask, NewTask, TaskChanges, TaskFilter } from "../values/task.js";
import type { CallScope } from "./host.js";

/** The project's backlog. The host holds plugins to its rules: they change only tasks that they created. */
export class Backlog {
  readonly #scope: CallScope;

  constructor(scope: CallScope) {
    this.#scope = scope;
  }

  /** The tasks that fulfil the filter; all of them without one. Needs `backlog.read`. */
  async list(filter: TaskFilter = {}): Promise<BacklogTask[]> {
    return (await this.#scope.ask("backlog/list", filter)).items("tasks").map(readTask);
  }

  /** A task, by its id. Needs `backlog.read`. */
  async get(id: string): Promise<BacklogTask> {
    return readTask(await this.#scope.ask("backlog/get", { id }));
  }

  /** Creates a task and says so in the event `backlog.task.created`. Needs `backlog.write`. */
  async create(task: NewTask): Promise<BacklogTask> {
    return readTask(await this.#scope.ask("backlog/create", task));
  }

  /** Changes a task of this plugin. Needs `backlog.write`. */
  async update(id: string, changes: TaskChanges): Promise<BacklogTask> {
    return readTask(await this.#scope.ask("backlog/update", { ...changes, id }));
  }
}

function readTask(fields: Fields): BacklogTask {
  fields.text("id");
  fields.text("title");
  fields.text("status");
  fields.texts("labels");
  return fields.members as unknown as BacklogTask;
}
