/** A value that JSON can say. */
export type JsonValue = null | boolean | number | string | readonly JsonValue[] | JsonObject;

/** An object that JSON can say. */
export interface JsonObject {
  readonly [name: string]: JsonValue | undefined;
}
