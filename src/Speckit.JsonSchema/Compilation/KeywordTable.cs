namespace Speckit.JsonSchema.Compilation;

/// <summary>The keywords of both drafts.</summary>
internal static class KeywordTable
{
    private static readonly Dictionary<string, KeywordDefinition> Draft202012 = Build202012();
    private static readonly Dictionary<string, KeywordDefinition> Draft07 = Build07();

    /// <summary>The keyword, or null when the dialect does not know it.</summary>
    public static KeywordDefinition? Find(string name, Dialect dialect)
    {
        var table = dialect.Draft == SchemaDraft.Draft07 ? Draft07 : Draft202012;
        var keyword = table.GetValueOrDefault(name);
        return keyword is not null && (keyword.Vocabularies & dialect.Vocabularies) != Vocabularies.None
            ? keyword
            : null;
    }

    private static Dictionary<string, KeywordDefinition> Common()
    {
        var table = new Dictionary<string, KeywordDefinition>(StringComparer.Ordinal)
        {
            ["$schema"] = new(Vocabularies.Core, SubschemaShape.None, c => c.RequireString()),
            ["$id"] = new(Vocabularies.Core, SubschemaShape.None, c => c.RequireString()),
            ["$comment"] = new(Vocabularies.Core, SubschemaShape.None, c => c.RequireString()),
            ["$ref"] = new(Vocabularies.Core, SubschemaShape.None, ReferenceBuilders.Ref),
            ["definitions"] = new(Vocabularies.Core, SubschemaShape.Map, c => c.SchemaMap()),
            ["dependencies"] = new(
                Vocabularies.Applicator,
                SubschemaShape.Dependencies,
                ApplicatorBuilders.Dependencies
            ),
            ["properties"] = new(Vocabularies.Applicator, SubschemaShape.Map, ApplicatorBuilders.Properties),
            ["patternProperties"] = new(
                Vocabularies.Applicator,
                SubschemaShape.Map,
                ApplicatorBuilders.PatternProperties
            ),
            ["additionalProperties"] = new(
                Vocabularies.Applicator,
                SubschemaShape.One,
                ApplicatorBuilders.AdditionalProperties
            ),
            ["propertyNames"] = new(Vocabularies.Applicator, SubschemaShape.One, ApplicatorBuilders.PropertyNames),
            ["contains"] = new(Vocabularies.Applicator, SubschemaShape.One, ApplicatorBuilders.Contains),
            ["allOf"] = new(Vocabularies.Applicator, SubschemaShape.List, ApplicatorBuilders.AllOf),
            ["anyOf"] = new(Vocabularies.Applicator, SubschemaShape.List, ApplicatorBuilders.AnyOf),
            ["oneOf"] = new(Vocabularies.Applicator, SubschemaShape.List, ApplicatorBuilders.OneOf),
            ["not"] = new(Vocabularies.Applicator, SubschemaShape.One, ApplicatorBuilders.Not),
            ["if"] = new(Vocabularies.Applicator, SubschemaShape.One, ApplicatorBuilders.If),
            ["then"] = new(Vocabularies.Applicator, SubschemaShape.One, c => c.Schema()),
            ["else"] = new(Vocabularies.Applicator, SubschemaShape.One, c => c.Schema()),
            ["type"] = new(Vocabularies.Validation, SubschemaShape.None, AssertionBuilders.Type),
            ["enum"] = new(Vocabularies.Validation, SubschemaShape.None, AssertionBuilders.Enum),
            ["const"] = new(Vocabularies.Validation, SubschemaShape.None, AssertionBuilders.Const),
            ["multipleOf"] = new(Vocabularies.Validation, SubschemaShape.None, AssertionBuilders.MultipleOf),
            ["pattern"] = new(Vocabularies.Validation, SubschemaShape.None, AssertionBuilders.Pattern),
            ["uniqueItems"] = new(Vocabularies.Validation, SubschemaShape.None, AssertionBuilders.UniqueItems),
            ["required"] = new(Vocabularies.Validation, SubschemaShape.None, AssertionBuilders.Required),
            ["format"] = new(Vocabularies.Format, SubschemaShape.None, AssertionBuilders.Format),
            ["examples"] = new(Vocabularies.MetaData, SubschemaShape.None, c => c.RequireArray()),
        };
        Add(
            table,
            Vocabularies.Validation,
            AssertionBuilders.Limit,
            "minimum",
            "maximum",
            "exclusiveMinimum",
            "exclusiveMaximum"
        );
        Add(table, Vocabularies.Validation, AssertionBuilders.Length, "minLength", "maxLength", "minItems", "maxItems");
        Add(table, Vocabularies.Validation, AssertionBuilders.Length, "minProperties", "maxProperties");
        Add(table, Vocabularies.MetaData, c => c.RequireString(), "title", "description");
        Add(table, Vocabularies.MetaData, c => c.RequireBoolean(), "readOnly", "writeOnly");
        Add(table, Vocabularies.Content, c => c.RequireString(), "contentEncoding", "contentMediaType");
        return table;
    }

    private static Dictionary<string, KeywordDefinition> Build07()
    {
        var table = Common();
        table["items"] = new(Vocabularies.Applicator, SubschemaShape.OneOrList, ApplicatorBuilders.Items07);
        table["additionalItems"] = new(Vocabularies.Applicator, SubschemaShape.One, ApplicatorBuilders.AdditionalItems);
        return table;
    }

    private static Dictionary<string, KeywordDefinition> Build202012()
    {
        var table = Common();
        table["$anchor"] = new(Vocabularies.Core, SubschemaShape.None, c => c.RequireString());
        table["$dynamicAnchor"] = new(Vocabularies.Core, SubschemaShape.None, c => c.RequireString());
        table["$dynamicRef"] = new(Vocabularies.Core, SubschemaShape.None, ReferenceBuilders.DynamicRef);
        table["$vocabulary"] = new(Vocabularies.Core, SubschemaShape.None, c => c.RequireObject());
        table["$defs"] = new(Vocabularies.Core, SubschemaShape.Map, c => c.SchemaMap());
        table["prefixItems"] = new(Vocabularies.Applicator, SubschemaShape.List, ApplicatorBuilders.PrefixItems);
        table["items"] = new(Vocabularies.Applicator, SubschemaShape.One, ApplicatorBuilders.Items);
        table["dependentSchemas"] = new(
            Vocabularies.Applicator,
            SubschemaShape.Map,
            ApplicatorBuilders.DependentSchemas
        );
        table["unevaluatedProperties"] = new(
            Vocabularies.Unevaluated,
            SubschemaShape.One,
            ApplicatorBuilders.UnevaluatedProperties
        );
        table["unevaluatedItems"] = new(
            Vocabularies.Unevaluated,
            SubschemaShape.One,
            ApplicatorBuilders.UnevaluatedItems
        );
        table["dependentRequired"] = new(
            Vocabularies.Validation,
            SubschemaShape.None,
            AssertionBuilders.DependentRequired
        );
        table["deprecated"] = new(Vocabularies.MetaData, SubschemaShape.None, c => c.RequireBoolean());
        table["contentSchema"] = new(Vocabularies.Content, SubschemaShape.One, c => c.Schema());
        Add(table, Vocabularies.Validation, c => c.RequireCount(), "minContains", "maxContains");
        return table;
    }

    private static void Add(
        Dictionary<string, KeywordDefinition> table,
        Vocabularies vocabulary,
        Action<KeywordContext> build,
        params ReadOnlySpan<string> names
    )
    {
        foreach (var name in names)
        {
            table[name] = new KeywordDefinition(vocabulary, SubschemaShape.None, build);
        }
    }
}
