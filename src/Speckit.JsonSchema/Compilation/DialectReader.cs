using System.Text.Json;
using Speckit.JsonSchema.Identifiers;
using Speckit.JsonSchema.Text;
using Speckit.JsonSchema.Values;

namespace Speckit.JsonSchema.Compilation;

/// <summary>Finds out the dialect that a resource's <c>$schema</c> names.</summary>
internal sealed class DialectReader(DocumentStore documents, Problems problems)
{
    private const int MaximumChain = 8;

    /// <summary>The dialect of the schema, or the one given when it does not say or cannot be understood.</summary>
    public Dialect Read(JsonValue schema, Dialect otherwise)
    {
        if (schema.Member("$schema") is not { } given)
        {
            return otherwise;
        }

        if (!given.IsString)
        {
            problems.Add(given, $"expected a URI, found {Describe.Value(given)}");
            return otherwise;
        }

        return Find(given, given.Text, MaximumChain) ?? otherwise;
    }

    private Dialect? Find(JsonValue at, string text, int chain)
    {
        var uri = UriReference.Split(text).WithoutFragment();
        if (Dialect.Find(uri) is { } known)
        {
            return known;
        }

        if (chain == 0 || documents.Find(uri) is not { } metaschema)
        {
            problems.Add(
                at,
                $"{Describe.Quote(text)} is not supported: use draft-07 or 2020-12, or register the metaschema as a document"
            );
            return null;
        }

        var parent =
            metaschema.Member("$schema") is { IsString: true } own && own.Text != text
                ? Find(at, own.Text, chain - 1)
                : Dialect.Standard(SchemaDraft.Draft202012);
        return
            parent is { Draft: SchemaDraft.Draft202012 } && metaschema.Member("$vocabulary") is { IsObject: true } list
            ? parent with
            {
                Vocabularies = ReadVocabularies(at, list),
            }
            : parent;
    }

    private Vocabularies ReadVocabularies(JsonValue at, JsonValue list)
    {
        var all = Vocabularies.Core;
        foreach (var (uri, required) in list.Members)
        {
            if (Dialect.FindVocabulary(uri) is { } vocabulary)
            {
                all |= vocabulary;
            }
            else if (required.Kind == JsonValueKind.True)
            {
                problems.Add(
                    at,
                    $"its metaschema requires the vocabulary {Describe.Quote(uri)}, which is not supported"
                );
            }
        }

        return all;
    }
}
