namespace Speckit.JsonSchema;

/// <summary>The versions of JSON Schema that are understood.</summary>
public enum SchemaDraft
{
    /// <summary>Draft 7: <c>http://json-schema.org/draft-07/schema#</c>.</summary>
    Draft07,

    /// <summary>Draft 2020-12: <c>https://json-schema.org/draft/2020-12/schema</c>.</summary>
    Draft202012,
}
