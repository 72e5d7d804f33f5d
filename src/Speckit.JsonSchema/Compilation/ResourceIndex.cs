using Speckit.JsonSchema.Identifiers;
using Speckit.JsonSchema.Text;
using Speckit.JsonSchema.Values;

namespace Speckit.JsonSchema.Compilation;

/// <summary>All resources of the documents that were reached, by identifier and by place.</summary>
internal sealed class ResourceIndex(DocumentStore documents, Dialect defaultDialect, Problems problems)
{
    private readonly Dictionary<string, SchemaResource> _byId = new(StringComparer.Ordinal);
    private readonly Dictionary<JsonValue, SchemaResource> _byRoot = [];
    private readonly DialectReader _dialects = new(documents, problems);

    /// <summary>Takes in a document that was found at that URI.</summary>
    public SchemaResource Add(JsonValue root, UriReference uri)
    {
        var scanner = new ResourceScanner(_dialects, problems, Register);
        var resource = scanner.Scan(root, uri, defaultDialect);
        _byId.TryAdd(uri.WithoutFragment(), resource);
        return resource;
    }

    /// <summary>The resource whose references resolve against its identifier at this place.</summary>
    public SchemaResource OwnerOf(JsonValue place)
    {
        var at = place;
        while (true)
        {
            if (_byRoot.TryGetValue(at, out var resource))
            {
                return resource;
            }

            at = at.Parent ?? throw new InvalidOperationException("The place is in no document of this index.");
        }
    }

    /// <summary>The schema that a reference at this place names; null, with a problem told, when there is none.</summary>
    public JsonValue? Resolve(JsonValue place, string reference)
    {
        var target = OwnerOf(place).Id.Resolve(UriReference.Split(reference));
        var uri = target.WithoutFragment();
        if (!_byId.TryGetValue(uri, out var resource))
        {
            if (documents.Find(uri) is not { } root)
            {
                problems.Add(
                    place,
                    $"{Describe.Quote(reference)} names no known document: only registered ones are looked up"
                );
                return null;
            }

            resource = Add(root, UriReference.Split(uri));
        }

        var fragment = Uri.UnescapeDataString(target.Fragment ?? "");
        var found =
            fragment.Length == 0 || fragment[0] == '/'
                ? JsonPointer.Find(resource.Root, fragment)
                : resource.Anchors.GetValueOrDefault(fragment);
        if (found is null)
        {
            problems.Add(place, $"{Describe.Quote(reference)} leads nowhere: there is no such place in the document");
        }

        return found;
    }

    private void Register(SchemaResource resource)
    {
        _byRoot.TryAdd(resource.Root, resource);
        var id = resource.Id.ToString();
        if (!_byId.TryAdd(id, resource) && _byId[id].Root != resource.Root)
        {
            problems.Add(resource.Root, $"the identifier {Describe.Quote(id)} is given to two schemas");
        }
    }
}
