using Speckit.JsonSchema.Evaluation;
using Speckit.JsonSchema.Keywords;
using Speckit.JsonSchema.Patterns;
using Speckit.JsonSchema.Values;

namespace Speckit.JsonSchema.Compilation;

/// <summary>Builders of the keywords that apply other schemas.</summary>
internal static class ApplicatorBuilders
{
    public static void AllOf(KeywordContext context) => Combine(context, list => new AllOfKeyword(list));

    public static void AnyOf(KeywordContext context) => Combine(context, list => new AnyOfKeyword(list));

    public static void OneOf(KeywordContext context) => Combine(context, list => new OneOfKeyword(list));

    public static void PrefixItems(KeywordContext context) =>
        Combine(context, list => new PrefixItemsKeyword(context.Name, list));

    public static void Not(KeywordContext context) => context.Add(new NotKeyword(context.Schema()));

    public static void If(KeywordContext context)
    {
        var then = context.Sibling("then");
        var otherwise = context.Sibling("else");
        context.Add(
            new IfKeyword(
                context.Schema(),
                then is null ? null : context.Schema(then),
                otherwise is null ? null : context.Schema(otherwise)
            )
        );
    }

    public static void Properties(KeywordContext context)
    {
        if (context.SchemaMap() is { } schemas)
        {
            context.Add(new PropertiesKeyword(schemas));
        }
    }

    public static void PatternProperties(KeywordContext context)
    {
        if (!context.RequireObject())
        {
            return;
        }

        var schemas = new List<(EcmaPattern, SchemaNode)>();
        foreach (var (source, schema) in context.Value.Members)
        {
            var node = context.Schema(schema);
            if (context.Pattern(schema, source) is { } pattern)
            {
                schemas.Add((pattern, node));
            }
        }

        context.Add(new PatternPropertiesKeyword(schemas));
    }

    public static void AdditionalProperties(KeywordContext context)
    {
        // Patterns that are wrong are told by "patternProperties" itself.
        var patterns = (context.Sibling("patternProperties")?.Members.Keys ?? Enumerable.Empty<string>())
            .Select(source => EcmaPattern.Create(source, out _))
            .OfType<EcmaPattern>();
        context.Add(new AdditionalPropertiesKeyword(context.Schema(), PropertyNamesBeside(context), [.. patterns]));
    }

    public static void PropertyNames(KeywordContext context) => context.Add(new PropertyNamesKeyword(context.Schema()));

    public static void UnevaluatedProperties(KeywordContext context)
    {
        context.Compiler.TracksEvaluated = true;
        context.Add(new UnevaluatedPropertiesKeyword(context.Schema(), [.. PropertyNamesBeside(context)]));
    }

    public static void UnevaluatedItems(KeywordContext context)
    {
        context.Compiler.TracksEvaluated = true;
        context.Add(new UnevaluatedItemsKeyword(context.Schema()));
    }

    public static void Items(KeywordContext context) =>
        context.Add(new ItemsKeyword(context.Name, context.Schema(), context.Sibling("prefixItems")?.Items.Count ?? 0));

    public static void Items07(KeywordContext context)
    {
        if (!context.Value.IsArray)
        {
            context.Add(new ItemsKeyword(context.Name, context.Schema(), 0));
            return;
        }

        context.Add(new PrefixItemsKeyword(context.Name, [.. context.Value.Items.Select(context.Schema)]));
    }

    public static void AdditionalItems(KeywordContext context)
    {
        var schema = context.Schema();
        if (context.Sibling("items") is { IsArray: true } list)
        {
            context.Add(new ItemsKeyword(context.Name, schema, list.Items.Count));
        }
    }

    public static void Contains(KeywordContext context) =>
        context.Add(
            new ContainsKeyword(
                context.Schema(),
                CountOf(context.Sibling("minContains")) ?? 1,
                CountOf(context.Sibling("maxContains")),
                context.Is202012
            )
        );

    public static void DependentSchemas(KeywordContext context)
    {
        if (context.SchemaMap() is { } schemas)
        {
            context.Add(new DependentSchemasKeyword(context.Name, schemas));
        }
    }

    public static void Dependencies(KeywordContext context)
    {
        if (!context.RequireObject())
        {
            return;
        }

        var schemas = new Dictionary<string, SchemaNode>(StringComparer.Ordinal);
        var names = new Dictionary<string, IReadOnlyList<string>>(StringComparer.Ordinal);
        foreach (var (name, dependency) in context.Value.Members)
        {
            if (dependency.IsArray)
            {
                names[name] = context.Names(dependency) ?? [];
            }
            else
            {
                schemas[name] = context.Schema(dependency);
            }
        }

        context.Add(new DependentRequiredKeyword(context.Name, names));
        context.Add(new DependentSchemasKeyword(context.Name, schemas));
    }

    private static void Combine(KeywordContext context, Func<IReadOnlyList<SchemaNode>, Keyword> create)
    {
        if (context.SchemaList() is { } list)
        {
            context.Add(create(list));
        }
    }

    private static HashSet<string> PropertyNamesBeside(KeywordContext context) =>
        new(context.Sibling("properties")?.Members.Keys ?? Enumerable.Empty<string>(), StringComparer.Ordinal);

    private static int? CountOf(JsonValue? value) => value is { IsNumber: true } ? value.Number.AsCount : null;
}
