using System.Collections.Immutable;
using Speckit.JsonSchema.Identifiers;
using Speckit.JsonSchema.Values;

namespace Speckit.JsonSchema.Compilation;

/// <summary>The errors that compiling a schema found.</summary>
internal sealed class Problems
{
    private const int Maximum = 100;

    private readonly ImmutableArray<SchemaError>.Builder _errors = ImmutableArray.CreateBuilder<SchemaError>();
    private readonly Dictionary<JsonValue, UriReference> _documents = [];

    public ImmutableArray<SchemaError> Errors => _errors.ToImmutable();

    /// <summary>Names the documents other than the first, so that errors in them can say where.</summary>
    public void Name(JsonValue documentRoot, UriReference uri) => _documents[documentRoot] = uri;

    public void Add(JsonValue at, string message)
    {
        var root = at;
        while (root.Parent is not null)
        {
            root = root.Parent;
        }

        Add(_documents.TryGetValue(root, out var uri) ? $"{uri}#{at.Pointer}" : at.Pointer, message);
    }

    public void Add(string path, string message)
    {
        if (_errors.Count < Maximum)
        {
            _errors.Add(new SchemaError(path, message));
        }
    }
}
