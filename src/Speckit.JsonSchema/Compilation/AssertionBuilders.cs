using System.Text.Json;
using Speckit.JsonSchema.Keywords;
using Speckit.JsonSchema.Text;
using Speckit.JsonSchema.Values;

namespace Speckit.JsonSchema.Compilation;

/// <summary>Builders of the keywords that look at the value alone.</summary>
internal static class AssertionBuilders
{
    public static void Type(KeywordContext context)
    {
        IReadOnlyList<JsonValue> given = context.Value.IsArray ? context.Value.Items : [context.Value];
        if (given.Count == 0)
        {
            context.Expected("a type or a list of types that is not empty");
        }

        var wrong = given.Where(t => !t.IsString || !TypeKeyword.Names.Contains(t.Text)).ToList();
        foreach (var type in wrong)
        {
            var hint = type.IsString ? Suggestion.For(type.Text, TypeKeyword.Names) : "";
            var names = Describe.Or(TypeKeyword.Names);
            context.Problem(type, $"\"type\": expected {names}, found {Describe.Value(type)}{hint}");
        }

        if (wrong.Count == 0)
        {
            context.Add(new TypeKeyword([.. given.Select(t => t.Text).Distinct(StringComparer.Ordinal)]));
        }
    }

    public static void Enum(KeywordContext context)
    {
        if (context.RequireArray())
        {
            context.Add(new EnumKeyword(context.Name, context.Value.Items));
        }
    }

    public static void Const(KeywordContext context) => context.Add(new EnumKeyword(context.Name, [context.Value]));

    public static void MultipleOf(KeywordContext context)
    {
        if (!context.Value.IsNumber || context.Value.Number.Sign <= 0)
        {
            context.Expected("a number above 0");
            return;
        }

        context.Add(new MultipleOfKeyword(context.Value));
    }

    public static void Limit(KeywordContext context)
    {
        if (context.RequireNumber())
        {
            context.Add(new LimitKeyword(context.Name, context.Value));
        }
    }

    public static void Length(KeywordContext context)
    {
        if (context.RequireCount() is { } limit)
        {
            context.Add(new LengthKeyword(context.Name, limit));
        }
    }

    public static void Pattern(KeywordContext context)
    {
        if (context.RequireString() && context.Pattern(context.Value, context.Value.Text) is { } pattern)
        {
            context.Add(new PatternKeyword(pattern));
        }
    }

    public static void UniqueItems(KeywordContext context)
    {
        if (context.RequireBoolean() && context.Value.Kind == JsonValueKind.True)
        {
            context.Add(new UniqueItemsKeyword());
        }
    }

    public static void Required(KeywordContext context)
    {
        if (context.Names(context.Value) is { } names)
        {
            context.Add(new RequiredKeyword(names));
        }
    }

    public static void DependentRequired(KeywordContext context)
    {
        if (!context.RequireObject())
        {
            return;
        }

        var dependencies = new Dictionary<string, IReadOnlyList<string>>(StringComparer.Ordinal);
        foreach (var (name, list) in context.Value.Members)
        {
            dependencies[name] = context.Names(list) ?? [];
        }

        context.Add(new DependentRequiredKeyword(context.Name, dependencies));
    }

    public static void Format(KeywordContext context)
    {
        var isAsserted =
            context.Compiler.AssertFormat
            || (context.Dialect.Vocabularies & Vocabularies.FormatAssertion) != Vocabularies.None;
        if (context.RequireString() && isAsserted && Formats.Format.Find(context.Value.Text) is { } format)
        {
            context.Add(new FormatKeyword(format));
        }
    }
}
