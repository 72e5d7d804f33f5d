using System.Text.Json;
using Speckit.JsonSchema.Identifiers;
using Speckit.JsonSchema.Values;

namespace Speckit.JsonSchema.Compilation;

/// <summary>The documents that may be referred to: the drafts' metaschemas, and what the caller registered.</summary>
internal sealed class DocumentStore
{
    private readonly Dictionary<string, JsonElement> _registered = new(StringComparer.Ordinal);
    private readonly Dictionary<string, JsonValue?> _read = new(StringComparer.Ordinal);
    private readonly int _maximumDepth;
    private readonly Problems _problems;

    public DocumentStore(SchemaOptions options, Problems problems)
    {
        _maximumDepth = options.MaximumDepth;
        _problems = problems;
        foreach (var (uri, document) in options.Documents)
        {
            // Uri adds a slash to a bare host; both ways of writing it name the document.
            _registered.TryAdd(UriReference.Split(uri.OriginalString).WithoutFragment(), document);
            if (uri.IsAbsoluteUri)
            {
                _registered.TryAdd(UriReference.Split(uri.AbsoluteUri).WithoutFragment(), document);
            }
        }
    }

    /// <summary>The root of the document with that URI, or null when there is none or it cannot be read.</summary>
    public JsonValue? Find(string uri)
    {
        if (!_read.TryGetValue(uri, out var root))
        {
            root = Read(uri);
            _read.Add(uri, root);
        }

        return root;
    }

    private JsonValue? Read(string uri)
    {
        var element = EmbeddedMetaschemas.Find(uri) ?? _registered.GetValueOrDefault(uri);
        if (element.ValueKind == JsonValueKind.Undefined)
        {
            return null;
        }

        var root = JsonValueReader.Read(element, _maximumDepth, out var problem);
        if (root is null)
        {
            _problems.Add($"{uri}#{problem.Pointer}", problem.Message);
            return null;
        }

        _problems.Name(root, UriReference.Split(uri));
        return root;
    }
}
