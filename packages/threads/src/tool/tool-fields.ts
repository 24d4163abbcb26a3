import type { JsonObject } from "@minference/protocol";
import { argumentSchema, resultSchema, SchemaCompiler, type ToolSchema } from "@minference/tools";

/** What the fields of a callable tool are made of. */
interface DescribedTool {
  readonly name: string;
  readonly description: string | null;
  readonly input: ToolSchema | undefined;
  readonly output: ToolSchema | undefined;
  readonly strictSchema: boolean;
}

/** Fields of a callable tool whose function is registered under its name. */
interface ToolFields {
  readonly name: string;
  readonly description: string | null;
  readonly strictSchema: boolean;
  readonly inputSchema: JsonObject;
  readonly outputSchema: JsonObject;
}

/**
 * The fields of a callable tool, its schemas derived and checked.
 *
 * @throws {MissingSchemaError} there is no schema of the arguments, or it yields no JSON Schema.
 * @throws {SchemaInvalidError} a schema is broken or hostile (T17).
 */
export function toolFields(described: DescribedTool): ToolFields {
  const { name, description, input, output, strictSchema } = described;
  const inputSchema = argumentSchema(input, `inputSchema of ${name}`);
  const outputSchema = resultSchema(output, `outputSchema of ${name}`);
  const compiler = new SchemaCompiler();
  const use = strictSchema ? "strict arguments" : "arguments";
  compiler.compile(inputSchema, `inputSchema of ${name}`, use);
  compiler.compile(outputSchema, `outputSchema of ${name}`, "result");
  return { name, description, strictSchema, inputSchema, outputSchema };
}
