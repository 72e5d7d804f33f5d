using Speckit.JsonSchema.Identifiers;
using Speckit.JsonSchema.Text;
using Speckit.JsonSchema.Values;

namespace Speckit.JsonSchema.Compilation;

/// <summary>Walks the schemas of a document, and no other places, for identifiers and anchors.</summary>
internal sealed class ResourceScanner(DialectReader dialects, Problems problems, Action<SchemaResource> register)
{
    public SchemaResource Scan(JsonValue root, UriReference uri, Dialect defaultDialect)
    {
        var dialect = dialects.Read(root, defaultDialect);
        var id = IdOf(root, dialect) is { } own ? uri.Resolve(own) : uri;
        var resource = new SchemaResource(id with { Fragment = null }, root, dialect);
        register(resource);
        ReadNames(root, resource);
        ScanBelow(root, resource);
        return resource;
    }

    private void Scan(JsonValue schema, SchemaResource parent)
    {
        var resource = parent;

        // An embedded schema may be of another draft, which decides how its own identifier is read.
        var dialect = schema.Member("$id") is null ? parent.Dialect : dialects.Read(schema, parent.Dialect);
        if (IdOf(schema, dialect) is { } id)
        {
            resource = new SchemaResource(parent.Id.Resolve(id) with { Fragment = null }, schema, dialect);
            register(resource);
        }

        ReadNames(schema, resource);
        ScanBelow(schema, resource);
    }

    /// <summary>The identifier that makes the schema a resource; a fragment alone is a name inside of one.</summary>
    private UriReference? IdOf(JsonValue schema, Dialect dialect)
    {
        if (
            schema.Member("$id") is not { } given
            || (dialect.Draft == SchemaDraft.Draft07 && schema.Member("$ref") is not null)
        )
        {
            return null;
        }

        if (!given.IsString)
        {
            problems.Add(given, $"expected a URI, found {Describe.Value(given)}");
            return null;
        }

        var id = UriReference.Split(given.Text);
        if (dialect.Draft == SchemaDraft.Draft202012 && !string.IsNullOrEmpty(id.Fragment))
        {
            problems.Add(given, $"expected a URI without a fragment, found {Describe.Value(given)}; use \"$anchor\"");
            return null;
        }

        return given.Text.StartsWith('#') ? null : id;
    }

    private void ReadNames(JsonValue schema, SchemaResource resource)
    {
        if (resource.Dialect.Draft == SchemaDraft.Draft07)
        {
            var id = schema.Member("$ref") is null ? schema.Member("$id") : null;
            if (id is { IsString: true } && UriReference.Split(id.Text).Fragment is { Length: > 0 } fragment)
            {
                AddAnchor(id, fragment, schema, resource);
            }

            return;
        }

        if (NameIn(schema, "$anchor") is { } anchor)
        {
            AddAnchor(schema.Member("$anchor")!, anchor, schema, resource);
        }

        if (NameIn(schema, "$dynamicAnchor") is { } dynamicAnchor)
        {
            AddAnchor(schema.Member("$dynamicAnchor")!, dynamicAnchor, schema, resource);
            resource.DynamicAnchors.TryAdd(dynamicAnchor, schema);
        }
    }

    private string? NameIn(JsonValue schema, string keyword)
    {
        if (schema.Member(keyword) is not { } given)
        {
            return null;
        }

        if (given is { IsString: true, Text: [var first, .. var rest] } && IsStart(first) && rest.All(IsPart))
        {
            return given.Text;
        }

        problems.Add(
            given,
            $"expected a name of letters, digits, '-', '_' and '.' that starts with a letter or '_', found {Describe.Value(given)}"
        );
        return null;

        static bool IsStart(char c) => char.IsAsciiLetter(c) || c == '_';
        static bool IsPart(char c) => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.';
    }

    private void AddAnchor(JsonValue at, string name, JsonValue schema, SchemaResource resource)
    {
        if (!resource.Anchors.TryAdd(name, schema) && resource.Anchors[name] != schema)
        {
            problems.Add(at, $"the anchor {Describe.Quote(name)} is given twice in one schema");
        }
    }

    private void ScanBelow(JsonValue schema, SchemaResource resource)
    {
        foreach (var (name, value) in schema.Members)
        {
            if (KeywordTable.Find(name, resource.Dialect) is not { } keyword)
            {
                continue;
            }

            foreach (var subschema in Subschemas(keyword.Shape, value))
            {
                Scan(subschema, resource);
            }
        }
    }

    private static IEnumerable<JsonValue> Subschemas(SubschemaShape shape, JsonValue value) =>
        shape switch
        {
            SubschemaShape.One => [value],
            SubschemaShape.List => value.Items,
            SubschemaShape.OneOrList => value.IsArray ? value.Items : [value],
            SubschemaShape.Map or SubschemaShape.Dependencies => value.Members.Values,
            _ => [],
        };
}
