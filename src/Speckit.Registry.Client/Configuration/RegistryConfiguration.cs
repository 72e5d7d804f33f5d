using System.Collections.Immutable;
using Speckit.Manifests.Diagnostics;
using Speckit.Manifests.Yaml;

namespace Speckit.Registry.Client.Configuration;

/// <summary>The registries of a project, the first to be asked first (JP design §9.2; decisions, 14).</summary>
/// <param name="Endpoints">By priority, then in the order of the file. Without tokens: see <see cref="RegistryCredentials"/>.</param>
public sealed record RegistryConfiguration(ImmutableArray<RegistryEndpoint> Endpoints)
{
    /// <summary>The file's place in a project.</summary>
    public const string RelativePath = ".specify/registry.yaml";

    private const int MaxBytes = YamlReader.MaxBytes;

    /// <summary>No registry.</summary>
    public static RegistryConfiguration Empty { get; } = new([]);

    /// <summary>Reads a project's file. A project without one has no registry: nothing is asked that nobody named.</summary>
    /// <param name="projectRoot">The project's folder.</param>
    /// <exception cref="IOException">The file is there and cannot be read.</exception>
    public static Result<RegistryConfiguration> Load(string projectRoot)
    {
        var path = Path.Combine(projectRoot, RelativePath);
        try
        {
            using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read);
            if (file.Length > MaxBytes)
            {
                return RegistryClientDiagnostics.ConfigurationInvalid.Error(
                    $"The file has {file.Length} bytes, more than {MaxBytes}.",
                    "Name the registries alone in it.",
                    new SourceLocation(RelativePath, 1, 1)
                );
            }

            var bytes = new byte[file.Length];
            file.ReadExactly(bytes);
            return Parse(RelativePath, bytes, projectRoot);
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
        {
            return Empty;
        }
    }

    /// <summary>Reads the text of a file.</summary>
    /// <param name="fileName">The file as diagnostics name it.</param>
    /// <param name="utf8">Its bytes.</param>
    /// <param name="projectRoot">What the paths of folders are relative to; null refuses relative ones.</param>
    /// <returns>The registries, or every problem of the file, each with its place.</returns>
    public static Result<RegistryConfiguration> Parse(
        string fileName,
        ReadOnlySpan<byte> utf8,
        string? projectRoot = null
    )
    {
        var read = YamlReader.Read(fileName, utf8);
        return read.TryGet(out var root)
            ? RegistryYaml.Bind(root, projectRoot)
            : read.Propagate<RegistryConfiguration>();
    }

    /// <summary>The registry of that name; without a name the only one, or the first to be asked.</summary>
    public Result<RegistryEndpoint> Select(string? name)
    {
        if (Endpoints.IsEmpty)
        {
            return NoRegistry();
        }

        if (name is null)
        {
            return Endpoints[0];
        }

        return Endpoints.FirstOrDefault(endpoint => endpoint.Name == name) is { } found
            ? found
            : RegistryClientDiagnostics.RegistryUnknown.Error(
                $"No registry is called '{name}'.",
                $"Configured are: {string.Join(", ", Endpoints.Select(endpoint => endpoint.Name))}."
            );
    }

    /// <summary>That there is no registry to ask.</summary>
    public static Diagnostic NoRegistry() =>
        RegistryClientDiagnostics.NoRegistry.Error(
            "This project has no plugin registry.",
            "run 'specify plugin registry add <url>', or name one with --registry"
        );
}
