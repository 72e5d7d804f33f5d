using System.Text.Json;
using System.Text.Json.Nodes;
using Speckit.Manifests.Diagnostics;
using Speckit.Manifests.Model;
using Speckit.Manifests.Yaml;

namespace Speckit.Manifests.Reading;

/// <summary>Reads the file that a manifest names for the JSON Schema of its configuration: JSON, or YAML by its suffix.</summary>
internal static class ConfigurationSchemaFile
{
    private const int MaxBytes = 1 << 20;
    private const int MaxDepth = 64;

    public static Result<JsonObject> Read(PackageFile file, ReadOnlyMemory<byte> bytes)
    {
        if (bytes.Length > MaxBytes)
        {
            return Bad(file, $"is larger than {MaxBytes} bytes");
        }

        return
            file.Path.EndsWith(".yaml", StringComparison.Ordinal)
            || file.Path.EndsWith(".yml", StringComparison.Ordinal)
            ? ReadYaml(file, bytes.Span)
            : ReadJson(file, bytes);
    }

    private static Result<JsonObject> ReadYaml(PackageFile file, ReadOnlySpan<byte> bytes)
    {
        var read = YamlReader.Read(file.Path, bytes);
        return !read.TryGet(out var root) ? read.Propagate<JsonObject>()
            : root is YamlMapping mapping ? mapping.ToJson()
            : Bad(file, "holds no object");
    }

    private static Result<JsonObject> ReadJson(PackageFile file, ReadOnlyMemory<byte> bytes)
    {
        try
        {
            using var document = JsonDocument.Parse(
                WithoutMark(bytes),
                new JsonDocumentOptions { MaxDepth = MaxDepth }
            );
            return RepeatedKey(document.RootElement) is { } key
                    ? Bad(file, $"has the key '{Excerpt.Of(key)}' twice in one object")
                : JsonObject.Create(document.RootElement.Clone()) is { } schema ? schema
                : Bad(file, "holds no object");
        }
        catch (JsonException e)
        {
            return Bad(file, $"is no JSON: {e.Message}");
        }
        catch (InvalidOperationException)
        {
            return Bad(file, "holds no object, or text that is no Unicode");
        }
    }

    private static ReadOnlyMemory<byte> WithoutMark(ReadOnlyMemory<byte> bytes) =>
        bytes.Span.StartsWith("\uFEFF"u8) ? bytes[3..] : bytes;

    private static string? RepeatedKey(JsonElement element)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        return element.ValueKind switch
        {
            JsonValueKind.Object => element
                .EnumerateObject()
                .Select(p => seen.Add(p.Name) ? RepeatedKey(p.Value) : p.Name)
                .FirstOrDefault(key => key is not null),
            JsonValueKind.Array => element.EnumerateArray().Select(RepeatedKey).FirstOrDefault(key => key is not null),
            _ => null,
        };
    }

    private static Diagnostic Bad(PackageFile file, string what) =>
        ManifestDiagnostics.BadConfigurationSchema.Error(
            $"'{file.Path}' {what}; expected the JSON Schema of the configuration.",
            "mend the file, or name another one",
            file.Location
        );
}
